import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import type { DnsProvider, ReadOptions } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { type StepId, stepsOf } from "@/lib/gateway/steps";
import type { SecretFact } from "@/lib/gateway/steps/secret";
import { type WalkEvent, walkEvents } from "@/lib/gateway/walk/events";
import type { Report } from "@/lib/gateway/walk/report";
import { nextVisit, reportOf, walkStateOf } from "@/lib/gateway/walk/reporting";
import { type Result, type Trusted, walk } from "@/lib/gateway/walk/walk";
import type { World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { asRunner } from "@/lib/server/audit/acting";
import { causeOf } from "@/lib/server/audit/cause";
import type { Log } from "@/lib/server/log";
import { texts } from "@/lib/server/texts";
import type { Store } from "@/lib/store/open-store";
import type { CertificateRow, NewEvent, WalkWrite } from "@/lib/store/rows";
import { type LiveWalks, walkSaver } from "./live-walks";
import type { SecuredHostIndex } from "./secured-host-index";
import type { WorldOptions } from "./worlds";

const trustedForMs = 5000;

/**
 * Steps that finished moments ago, for a walk that returns quickly while it waits for something else. Anything that wakes a
 * host resets this first, because everything may have changed.
 */
function trustedSteps(reports: readonly Report[], now: Date): Trusted {
  const isTrusted = ({ state, at, retryAt }: Report) =>
    state === "done" &&
    now.getTime() - Date.parse(at) < trustedForMs &&
    (retryAt === null || Date.parse(retryAt) > now.getTime());
  return new Map(
    reports
      .filter(isTrusted)
      .map(({ step, note, fact, retryAt }) => [
        step,
        { state: "done" as const, note, fact, ...(retryAt === null ? {} : { revisitAt: new Date(retryAt) }) },
      ]),
  );
}

interface VisitParts {
  index: SecuredHostIndex;
  live: LiveWalks;
  store: Store;
  log: Log;
  worldFor(virtualCluster: string, options: WorldOptions): Promise<World>;
  onVisit?(seconds: number): void;
  /** The visit has outlived its Gateway's wish for the host. It may have written after the cleanup had looked. */
  onOutlived?(target: SecuredHost): Promise<void>;
}

export interface Visits {
  /** Walks every Secured Host of that name once, one after another; returns when to come again. */
  visitHost(host: string, signal: AbortSignal): Promise<{ nextVisitAt: Date | null }>;
  /** Saves what is only in memory so far. */
  flush(): Promise<void>;
  /** The next visit runs every step, even those that finished a moment ago. */
  checkEveryStep(host: string): void;
  /** It also asks the provider and the CA again, because a user wants to know the current state. */
  askAgain(host: string): void;
}

/** A visit that is followed by another one this soon saves only what has changed, and a moment later: the rest is in memory. */
const soonInMs = 3000;

export function visitsOf(parts: VisitParts): Visits {
  const fresh = new Set<string>();
  const asked = new Set<string>();
  const saver = walkSaver({
    save: parts.store.walks.save,
    addEvents: parts.store.events.add,
    isWanted: (key) => parts.live.get(key) !== undefined,
    report: (err) => parts.log.error({ err }, "a walk could not be written down"),
  });

  /** Whether its Gateway still asks for the host, on whichever port. */
  const isAsked = ({ host, gateway }: SecuredHost) =>
    parts.index
      .targetsOf(host)
      .some((each) => each.gateway.namespace === gateway.namespace && each.gateway.name === gateway.name);

  async function visitTarget(
    target: SecuredHost,
    { trust, options }: { trust: boolean; options: ReadOptions },
    signal: AbortSignal,
  ): Promise<Date | null> {
    const key = keyOf(target);
    const startedAt = performance.now();
    const { gateway, host } = target;
    const opened = await parts
      .worldFor(gateway.namespace, { ...options, host, wish: target.dnsWish })
      .catch(refusalIn);
    const clock = opened instanceof Failure ? { now: () => new Date() } : opened.clock;
    const known = parts.live.get(key);
    // Not what an interrupted visit showed, because its events were never reported.
    const before = known?.settled ?? [];
    const previous = (id: StepId) => before.find(({ step }) => step === id);
    const shown = new Map<StepId, Report>(known?.reports.map((report) => [report.step, report]));
    const show = (report: Report) => {
      if (signal.aborted) return;
      shown.set(report.step, report);
      parts.live.set(key, { reports: inOrder(target, shown), settled: before, nextVisitAt: null });
    };
    const onResult = (result: Result) => {
      if (result.kind === "failure" && result.failure.kind === "unknown")
        parts.log.error({ err: result.failure, host: target.host, step: result.step }, "a step failed");
      show(reportOf(result, previous(result.step), clock.now()));
    };
    const walkIn = (world: World) =>
      walk(
        target,
        whileAsked(world, async () => {
          if (!isAsked(target)) throw new Failure("conflict", texts.noLongerAsked({ host }));
        }),
        {
          trusted: trust ? trustedSteps(before, clock.now()) : new Map(),
          before,
          onStart(step) {
            const last = previous(step);
            // Checking again what was done or waiting is no news; a first run is.
            if (!last || last.state === "pending") show(runningReport(step, clock.now()));
          },
          onResult,
        },
      );
    // The first step reads the settings. What the others have found stays as it is.
    if (opened instanceof Failure) onResult({ kind: "failure", step: "address", failure: opened });
    const ran =
      opened instanceof Failure ? [...shown.keys()] : (await walkIn(opened)).map(({ step }) => step);
    if (signal.aborted) return null;
    const now = clock.now();
    const reports = inOrder(target, shown).filter(({ step }) => ran.includes(step));
    const next = nextVisit(reports);
    parts.live.set(key, { reports, settled: reports, nextVisitAt: next?.toISOString() ?? null });
    const isSoon = next !== null && next.getTime() - now.getTime() < soonInMs;
    const write = () => writeOf(target, before, reports, next, now);
    if (!isSoon) await saver.save(write());
    else if (isNews(before, reports)) saver.saveBehind(write());
    parts.onVisit?.((performance.now() - startedAt) / 1000);
    return next;
  }

  return {
    flush: saver.flush,
    checkEveryStep: (host) => void fresh.add(host),
    askAgain: (host) => void asked.add(host),
    async visitHost(host, signal) {
      const isFresh = asked.delete(host);
      const trust = !fresh.delete(host) && !isFresh;
      let nextVisitAt: Date | null = null;
      for (const target of parts.index.targetsOf(host)) {
        const visit = () =>
          visitTarget(target, { trust, options: { fresh: isFresh } }, signal).finally(() =>
            isAsked(target) ? undefined : parts.onOutlived?.(target),
          );
        const next = await asRunner(causeOf(parts.store.audit, target.gateway), visit);
        if (next && (!nextVisitAt || next < nextVisitAt)) nextVisitAt = next;
      }
      return { nextVisitAt };
    },
  };
}

/** Settings that the cluster refuses are for people to put right. Anything else is thrown, and tried again. */
function refusalIn(thrown: unknown): Failure {
  const failure = asFailure(thrown);
  if (failure.kind === "refused") return failure;
  throw thrown;
}

/**
 * The same world, but a DNS change that had to wait, be it for others, is confirmed when it is sent, also where challenges are
 * answered; so is what the ingress is to answer.
 */
function whileAsked(world: World, confirm: () => Promise<void>): World {
  const guarded = (dns: DnsProvider): DnsProvider => ({
    ...dns,
    ...(dns.challenges ? { challenges: { ...dns.challenges, dns: guarded(dns.challenges.dns) } } : {}),
    async createZone(apex) {
      await confirm();
      return dns.createZone(apex);
    },
    change: (zone, changes, also) =>
      dns.change(zone, changes, async () => {
        await confirm();
        await also?.();
      }),
  });
  const { otherDns, responder } = world;
  return {
    ...world,
    dns: guarded(world.dns),
    ...(otherDns ? { otherDns: otherDns.map(guarded) } : {}),
    responder: {
      ...responder,
      async answer(...given) {
        await confirm();
        return responder.answer(...given);
      },
    },
  };
}

function writeOf(
  target: SecuredHost,
  before: readonly Report[],
  reports: readonly Report[],
  next: Date | null,
  now: Date,
): WalkWrite {
  const { host, port, gateway } = target;
  const at = now.toISOString();
  const certificate = certificateRow(target, reports, at);
  return {
    walk: {
      key: keyOf(target),
      virtualCluster: gateway.namespace,
      gateway: gateway.name,
      host,
      port,
      state: walkStateOf(reports, target),
      nextVisitAt: next?.toISOString() ?? null,
      updatedAt: at,
    },
    reports,
    events: walkEvents(target, before, reports).map((walkEvent) => eventOf(target, walkEvent, at)),
    ...(certificate ? { certificate } : {}),
  };
}

function inOrder(target: SecuredHost, reports: ReadonlyMap<StepId, Report>): Report[] {
  return stepsOf(target)
    .map(({ id }) => reports.get(id))
    .filter((report) => report !== undefined);
}

function runningReport(step: StepId, now: Date): Report {
  const at = now.toISOString();
  const base = { step, state: "running" as const, note: texts.running, remedy: null, fact: null };
  return { ...base, at, since: at, startedAt: at, attempts: 0, retryAt: null };
}

/** Whether anything but times and counts has changed. */
function isNews(before: readonly Report[], after: readonly Report[]): boolean {
  const contentOf = (reports: readonly Report[]) =>
    JSON.stringify(reports.map(({ step, state, note, fact }) => [step, state, note, fact]));
  return contentOf(before) !== contentOf(after);
}

const titles: Record<string, string> = {
  answering: texts.siteOpen,
  "certificate.renewed": texts.renewed,
  "certificate.renewal-failed": texts.renewalFailed,
};

function eventOf({ gateway, host }: SecuredHost, walkEvent: WalkEvent, at: string): NewEvent {
  const { notify, ...event } = walkEvent;
  const needsYou = event.type.endsWith(".blocked") || event.type === "certificate.record-needed";
  const title = titles[event.type] ?? (needsYou ? texts.needsYou : texts.keepsFailing);
  const link = `/virtual-clusters/${gateway.namespace}/gateways/${gateway.name}`;
  return {
    ...event,
    at,
    virtualCluster: gateway.namespace,
    gateway: gateway.name,
    host,
    ...(notify ? { notification: { title: `${title}: ${host}`, link } } : {}),
  };
}

function certificateRow(
  target: SecuredHost,
  reports: readonly Report[],
  updatedAt: string,
): CertificateRow | null {
  const certificate = reports.find(({ step, state }) => step === "certificate" && state === "done");
  if (!certificate) return null;
  const {
    renewalProblem: _,
    replacement: __,
    shared: ____,
    byHand: ___,
    ...fact
  } = certificate.fact as CertificateFact & { byHand?: unknown };
  const secret = reports.find(({ step, state }) => step === "secret" && state === "done")?.fact as
    | SecretFact
    | undefined;
  return {
    ...fact,
    key: keyOf(target),
    virtualCluster: target.gateway.namespace,
    gateway: target.gateway.name,
    host: target.host,
    secretRef: secret ? `${secret.namespaces[0]}/${secret.name}` : null,
    updatedAt,
  };
}
