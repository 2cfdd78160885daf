import type { DaysLeftSpan } from "@/lib/api/choices";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { type StepId, steps } from "@/lib/gateway/steps";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { SecretFact } from "@/lib/gateway/steps/secret";
import type { ServingFact } from "@/lib/gateway/steps/serving";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import { needsAttention, type Report } from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { hostInUrl } from "@/lib/model/dns-name";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { texts } from "@/lib/server/texts";
import type { LiveWalk, LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";

/** A Secured Host as the API shows it: one entry for each step of the table, including those not reached yet. */
export function securedHostView(target: SecuredHost, walk: LiveWalk | undefined): SecuredHostView {
  const reports = walk?.reports ?? [];
  const fact = <Fact>(id: StepId) =>
    reports.find(({ step, state }) => step === id && state === "done")?.fact as Fact | undefined;
  const address = fact<AddressFact>("address");
  const certificate = fact<CertificateFact>("certificate");
  return {
    host: target.host,
    port: target.port,
    state: walkStateOf(reports),
    steps: steps.map(({ id, title }) => stepView(id, title, reports)),
    address: address ? (address.ipv4[0] ?? address.ipv6[0] ?? address.hostname) : null,
    nameServers: fact<ZoneFact>("zone")?.nameServers ?? [],
    certificate: certificate ? certificateView(certificate) : null,
    trusted: fact<ServingFact>("serving")?.trusted ?? null,
    url: target.host.startsWith("*.")
      ? null
      : `https://${hostInUrl(target.host)}${target.port === 443 ? "" : `:${target.port}`}`,
    nextVisitAt: walk?.nextVisitAt ?? null,
  };
}

export function certificateView({
  names,
  issuer,
  serial,
  notBefore,
  notAfter,
  renewAt,
  renewalProblem,
  replacement,
  shared,
}: CertificateFact) {
  return {
    ...{ names, issuer, serial, notBefore, notAfter, renewAt, renewalProblem },
    ...(replacement === undefined ? {} : { replacement }),
    ...(shared ? { shared: { gateways: shared.gateways, named: shared.named } } : {}),
  };
}

function stepView(id: StepId, title: string, reports: readonly Report[]): StepView {
  const report = reports.find(({ step }) => step === id);
  if (!report) {
    const at = reports[0]?.startedAt ?? new Date(0).toISOString();
    return {
      id,
      title,
      state: "pending",
      note: texts.notCheckedYet,
      at,
      since: at,
      startedAt: at,
      attempts: 0,
    };
  }
  const { state, note, remedy, fact, at, since, startedAt, attempts, retryAt } = report;
  return {
    id,
    title,
    state,
    note,
    ...(remedy === null ? {} : { remedy }),
    ...(fact === null || fact === undefined ? {} : { fact }),
    at,
    since,
    startedAt,
    attempts,
    ...(retryAt === null ? {} : { retryAt }),
  };
}

const followed = new WeakMap<Pick<LiveWalks, "onChange">, { basis: object }>();

/** An object that represents the current state of all walks: it changes as soon as any of them progresses. */
export function walksBasis(live: Pick<LiveWalks, "onChange">): object {
  let state = followed.get(live);
  if (!state) {
    const made = { basis: {} };
    live.onChange(() => {
      made.basis = {};
    });
    followed.set(live, made);
    state = made;
  }
  return state.basis;
}

export interface HeldCertificate {
  target: SecuredHost;
  fact: CertificateFact;
  secret: SecretFact | null;
}

const dayInMs = 86_400_000;

/** Days until it expires, with their fraction; negative once it has. */
export function daysLeftOf({ fact }: HeldCertificate, now: Date): number {
  return (Date.parse(fact.notAfter) - now.getTime()) / dayInMs;
}

/** Whether this many remaining days are in the span; counts and lists use this. */
export function isInSpan(daysLeft: number, { over, within }: DaysLeftSpan): boolean {
  return (over === null || daysLeft > over) && (within === null || daysLeft <= within);
}

interface Kept {
  basis: object;
  held: readonly HeldCertificate[];
}

/** The index returns the same array until a host appears or disappears. */
const knownHeld = new WeakMap<readonly SecuredHost[], Kept>();

/** The current certificates of Secured Hosts, as their walks know them; the same array until something changes. */
export function heldCertificates({
  index,
  live,
}: {
  index: Pick<SecuredHostIndex, "all">;
  live: Pick<LiveWalks, "get" | "onChange">;
}): readonly HeldCertificate[] {
  const targets = index.all();
  const basis = walksBasis(live);
  const kept = knownHeld.get(targets);
  if (kept?.basis === basis) return kept.held;
  const held = targets.flatMap((target) => {
    const reports = live.get(keyOf(target))?.reports ?? [];
    const done = (id: string) => reports.find(({ step, state }) => step === id && state === "done")?.fact;
    const fact = done("certificate") as CertificateFact | undefined;
    return fact ? [{ target, fact, secret: (done("secret") as SecretFact | undefined) ?? null }] : [];
  });
  knownHeld.set(targets, { basis, held });
  return held;
}

type Counts = VirtualCluster["securedHosts"];

/** The index returns the same array until a host appears or disappears. */
const knownCounts = new WeakMap<
  readonly SecuredHost[],
  { basis: object; counts: ReadonlyMap<string, Counts> }
>();

/** The Secured Hosts of each virtual cluster that has any, by state; the same map until something changes. */
export function walkCounts(
  index: Pick<SecuredHostIndex, "all">,
  live: Pick<LiveWalks, "get" | "onChange">,
): ReadonlyMap<string, Counts> {
  const targets = index.all();
  const basis = walksBasis(live);
  const kept = knownCounts.get(targets);
  if (kept?.basis === basis) return kept.counts;
  const counts = new Map<string, Counts>();
  for (const target of targets) {
    const { namespace } = target.gateway;
    const count = counts.get(namespace) ?? { serving: 0, working: 0, attention: 0 };
    counts.set(namespace, count);
    if (target.recordsOnly) continue;
    const state = walkStateOf(live.get(keyOf(target))?.reports ?? []);
    if (state === "serving") count.serving += 1;
    else if (needsAttention(state)) count.attention += 1;
    else count.working += 1;
  }
  knownCounts.set(targets, { basis, counts });
  return counts;
}
