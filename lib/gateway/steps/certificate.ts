import {
  type CertificateFact,
  type Valid,
  validFor,
  wildcardInUse,
} from "@/lib/gateway/certificate/certificate-fact";
import { certificateIdOf, covers } from "@/lib/gateway/certificate/certificate-id";
import { nodePortObstacle } from "@/lib/gateway/certificate/http-address";
import { wildcardObstacle } from "@/lib/gateway/certificate/http-challenge";
import { endChallenges } from "@/lib/gateway/certificate/http-order";
import { setOf } from "@/lib/gateway/certificate/limits";
import { advanceOrder, caOf, type OrderWork, type Progress } from "@/lib/gateway/certificate/order-progress";
import type { Issue, PendingOrder } from "@/lib/gateway/certificate/pending-order";
import { renewalTime } from "@/lib/gateway/certificate/renewal-time";
import { planCertificate } from "@/lib/gateway/certificate/sharing";
import { texts as sharing } from "@/lib/gateway/certificate/texts";
import { waitsFor, whoseTurn } from "@/lib/gateway/certificate/whose-turn";
import { awaitedChallenges } from "@/lib/gateway/dns/by-hand";
import { isEnteredByHand } from "@/lib/gateway/dns/challenge-records";
import { asFailure, clampedRetryAfter } from "@/lib/gateway/failure";
import type { CertificateInfo, ReissueRequest } from "@/lib/gateway/model";
import { certainHolder } from "@/lib/gateway/ownership/host-owner";
import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import type { Kept, World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { DelegationFact } from "./delegation";
import { type Obstacle, secretObstacle, serverObstacle } from "./usable-server";

const hourInMs = 3_600_000;
const minuteInMs = 60_000;
const dayInSeconds = 86_400;
const soonInSeconds = 0.05;

export const certificate = step({
  id: "certificate",
  needs: ["delegation"],
  title: texts.certificateTitle,
  purpose: texts.certificatePurpose,
  async run(target, facts: { delegation: DelegationFact }, world, since) {
    const plan = await planCertificate(target, facts.delegation.zone.owner.namespace, world);
    if ("awaits" in plan) return { state: "waiting", note: plan.awaits, retryInSeconds: 1 };
    const { id, holder, isShared, refused } = plan;
    if (id !== target.host) await endOwnOrder(target, world);
    const existing = await world.vault.read(id);
    const isOurs =
      existing.holder === null
        ? isShared || (await takesHold(target, holder, existing, world))
        : existing.holder === holder;
    // A certificate of another virtual cluster stays with it: this one gets its own key.
    const { certificate: kept, order } = isOurs ? existing : { certificate: null, order: null };
    const { issue } = existing;
    const now = world.clock.now();
    const unexpired = kept && Date.parse(kept.notAfter) > now.getTime() ? kept : null;
    const current = unexpired && (!isShared || covers(unexpired.names, target.host)) ? unexpired : null;
    const valid = validFor(plan, target);
    const standIn = refused && !current ? await wildcardInUse(refused, target, world) : null;
    // In a doubt about the owner, nothing is ordered in its place.
    if (refused && !refused.isCertain && !current) {
      const { note, remedy } = refused;
      if (!standIn) return { state: "blocked", note, remedy };
      const still = standIn.valid(standIn.info, now, now, standIn.issue);
      const fact = { ...still.fact, renewalProblem: `${note} ${remedy}` };
      return { ...still, fact, revisitAt: new Date(now.getTime() + minuteInMs) };
    }
    const dueAt = kept && renewalTime(kept, unexpired && (await suggestedWindow(unexpired, issue, world)));
    const covered = unexpired?.names ?? [];
    const turn = await whoseTurn(plan, target, { kept, covered, dueAt, order, since: since ?? now }, world);
    const { orderer, names } = turn;
    if (!orderer || keyOf(orderer) !== keyOf(target)) {
      if (current && dueAt) return followed(valid(current, dueAt, now, issue), id, now);
      const waits = waitsFor(turn, target, plan);
      if (!standIn) return waits;
      const still = standIn.valid(standIn.info, now, now, standIn.issue);
      return {
        ...still,
        note: sharing.ownComes({ note: waits.note }),
        revisitAt: new Date(now.getTime() + 2000),
      };
    }
    const isRight = (found: readonly string[]) => hasNames(found, names, plan.optional);
    if (kept && order?.collected) await tidy(id, order, world);
    const request = current && existing.request?.serial === current.serial ? existing.request : null;
    const begun = order && !order.collected ? order : null;
    const isUnwanted =
      begun !== null &&
      isShared &&
      // The host that began it had its turn, and a CA may yet answer it: what it has asked for is not used.
      (!isRight(begun.names) || (begun.url === null && begun.by !== keyOf(target)));
    // Whoever had the old key may have had that of the pending order.
    const isGivenUp = begun !== null && (begun.startedAt === request?.pendingOrder || isUnwanted);
    if (isGivenUp) await tidy(id, begun, world);
    const pending = isGivenUp ? null : begun;
    // A CA may add names that nobody asked for, and would do so again.
    const had = issue.ordered ?? current?.names ?? [];
    const isOutdated = current !== null && (isShared || had.length > 1) && !isRight(had);
    const renewAt = current && (request || isOutdated ? now : dueAt);
    if (current && renewAt && !pending && renewAt > now) return valid(current, renewAt, now, issue);

    // Collect what has already been ordered; the next step checks again where it belongs.
    const isOrdered = pending !== null && pending.url !== null;
    const obstacle =
      serverObstacle(target, world.registrableDomain) ??
      wildcardObstacle({ ...target, host: names[0] ?? target.host }, world) ??
      (isOrdered
        ? null
        : ((await nodePortObstacle(target, world)) ??
          (await secretObstacle(target, current?.serial ?? null, world))));
    const work = { target, id, names, zone: facts.delegation.zone, found: pending, holder };
    if (current && renewAt)
      return renew(work, obstacle, { ...current, issue, request, isOutdated }, renewAt, { ...world, valid });
    if (standIn) {
      const inUse = { ...standIn.info, ariId: null, issue: standIn.issue, request: null, isOutdated: true };
      return renew(work, obstacle, inUse, now, { ...world, valid: standIn.valid, validNext: valid });
    }
    if (obstacle)
      return {
        state: "blocked",
        note: texts.notOrdered({ note: obstacle.note }),
        remedy: obstacle.remedy,
      };
    const outgoing = unexpired?.ariId ? { ariId: unexpired.ariId, ca: issue.ca } : null;
    const progress = await advanceOrder({ ...work, replaces: outgoing }, world).catch(untilAllowed);
    if ("state" in progress) return progress;
    if (progress.kind === "waiting") return waiting(progress, world.clock.now());
    if (progress.kind === "blocked")
      return { state: "blocked", note: progress.note, remedy: progress.remedy };
    if (progress.kind === "awaits") {
      const { note, remedy, records } = progress;
      return { state: "blocked", note, remedy, byHand: records };
    }
    return collected(progress, now, valid);
  },
});

function hasNames(found: readonly string[], wanted: readonly string[], optional: readonly string[] = []) {
  const needed = (names: readonly string[]) => setOf(names.filter((name) => !optional.includes(name)));
  return needed(found) === needed(wanted);
}

/** Another member renews it; this one looks soon when that is due, is woken when it is done, and says so when nobody does it. */
function followed<Done extends { revisitAt: Date; fact: CertificateFact }>(
  done: Done,
  id: string,
  now: Date,
): Done {
  const soonest = now.getTime() + minuteInMs;
  const { renewAt } = done.fact;
  const date = renewAt.slice(0, 10);
  const fact = isLate(new Date(renewAt), done.fact, now)
    ? { ...done.fact, renewalProblem: sharing.nobodyRenews({ id, date }) }
    : done.fact;
  return { ...done, fact, revisitAt: new Date(Math.max(done.revisitAt.getTime(), soonest)) };
}

/** Halfway to the end of the certificate, the wait doesn't end by itself, or somebody has missed a notification. */
function isLate(renewAt: Date, { notAfter }: CertificateInfo, now: Date): boolean {
  return now.getTime() - renewAt.getTime() > Date.parse(notAfter) - now.getTime();
}

/**
 * Earlier versions didn't store whom a certificate is for. Store it on the first visit on which that is certain, so
 * that a later move to another virtual cluster doesn't hand out the key. False if it belongs to another one; that
 * is stored too, so that its key is forgotten.
 */
async function takesHold(
  target: SecuredHost,
  holder: string,
  { certificate: kept, order }: Kept,
  world: World,
): Promise<boolean> {
  if (!kept && !order) return true;
  const certain = await certainHolder(target, holder, world);
  if (certain !== null) await world.vault.hold(target.host, certain);
  return certain === null || certain === holder;
}

/** The old certificate keeps serving during a renewal, and after a failed one. */
async function renew(
  work: Omit<OrderWork, "replaces">,
  obstacle: Obstacle | null,
  current: CertificateInfo & { issue: Issue; request: ReissueRequest | null; isOutdated: boolean },
  renewAt: Date,
  { valid, validNext, ...world }: World & { valid: Valid; validNext?: Valid },
): Promise<Outcome<CertificateFact> & { state: "done" }> {
  const now = world.clock.now();
  const { issue, request, isOutdated, ...info } = current;
  const byHand = work.found?.challenges.filter(({ name }) => isEnteredByHand(world, name)) ?? [];
  const known = awaitedChallenges(byHand, [], world.dns.couldDelegateTo).records;
  const still = { ...valid(info, renewAt, now, issue), ...(known.length > 0 ? { byHand: known } : {}) };
  const failed = (why: string, waitInMs: number) => ({
    ...still,
    note: request
      ? texts.reissueFailed({ why })
      : validNext
        ? sharing.ownFailed({ why })
        : isOutdated
          ? sharing.namesFailed({ why })
          : texts.renewalFailed({ date: current.notAfter.slice(0, 10), why }),
    fact: { ...still.fact, renewalProblem: why },
    revisitAt: new Date(now.getTime() + waitInMs),
  });
  const patience = (Date.parse(current.notAfter) - now.getTime()) / 50;
  // A user is waiting for what they asked for.
  const longestWaitInMs = request || isOutdated ? 5 * minuteInMs : 6 * hourInMs;
  const usualWaitInMs = Math.min(longestWaitInMs, Math.max(minuteInMs, patience));
  if (obstacle) return failed(`${obstacle.note} ${obstacle.remedy}`, minuteInMs);
  try {
    const replaces = current.ariId === null ? null : { ariId: current.ariId, ca: issue.ca };
    const progress = await advanceOrder({ ...work, replaces }, world);
    if (progress.kind === "collected") return collected(progress, now, validNext ?? valid);
    if (progress.kind === "blocked")
      return failed(`${progress.note} ${progress.remedy}`, Math.min(usualWaitInMs, 10 * minuteInMs));
    if (progress.kind === "awaits") {
      const { remedy, records } = progress;
      const note = texts.renewsByHand({ note: still.note, date: current.notAfter.slice(0, 10), remedy });
      const fact = isLate(renewAt, current, now) ? { ...still.fact, renewalProblem: remedy } : still.fact;
      return { ...still, fact, note, byHand: records, revisitAt: new Date(now.getTime() + minuteInMs) };
    }
    // The same sentence as long as it lasts: it is a notification each time it changes.
    const late = isLate(renewAt, current, now)
      ? { renewalProblem: texts.renewalLate({ date: renewAt.toISOString().slice(0, 10) }) }
      : {};
    return {
      ...still,
      fact: { ...still.fact, ...late, replacement: progress.note },
      note: (request
        ? texts.reissuing
        : validNext
          ? sharing.ownComes
          : isOutdated
            ? sharing.namesChange
            : texts.renewing)({ note: progress.note }),
      revisitAt: new Date(now.getTime() + pauseInMs(progress, work.found, now)),
    };
  } catch (thrown) {
    const failure = asFailure(thrown);
    const askedInMs = failure.retryAfterSeconds && clampedRetryAfter(failure.retryAfterSeconds) * 1000;
    // A CA that couldn't be asked has counted nothing, and somebody waits.
    const waitInMs = request && failure.kind === "unreachable" ? minuteInMs : usualWaitInMs;
    return failed(failure.message, Math.max(askedInMs ?? waitInMs, 1000));
  }
}

/** Nobody waits for a renewal, so what takes long is asked about less and less often. */
function pauseInMs(
  progress: Extract<Progress, { kind: "waiting" }>,
  found: PendingOrder | null,
  now: Date,
): number {
  if (progress.isUnordered) return minuteInMs;
  const askedInMs = waiting(progress, now).retryInSeconds * 1000;
  const age = found ? now.getTime() - Date.parse(found.startedAt) : 0;
  return Math.max(1000, askedInMs, progress.pollAt ? 0 : Math.min(minuteInMs, age / 10));
}

/** A limit needs no action: the order is placed in the very second in which it fits. */
function untilAllowed(thrown: unknown) {
  const { kind, message, retryAfterSeconds } = asFailure(thrown);
  if (kind !== "rate-limited" || retryAfterSeconds === undefined) throw thrown;
  const retryInSeconds = clampedRetryAfter(retryAfterSeconds);
  return { state: "waiting" as const, note: message, retryInSeconds, fixedRetry: true as const };
}

/** Check name servers again soon, and the CA when it may have made progress. */
function waiting({ note, pollAt }: Extract<Progress, { kind: "waiting" }>, now: Date) {
  if (pollAt === null) return { state: "waiting" as const, note, retryInSeconds: soonInSeconds };
  const seconds = Math.min(dayInSeconds, Math.max(0.01, (pollAt.getTime() - now.getTime()) / 1000));
  return { state: "waiting" as const, note, retryInSeconds: seconds, fixedRetry: true as const };
}

/** The next visit, immediately after, removes the challenge from DNS, so that the site doesn't wait for it. */
function collected(fresh: Extract<Progress, { kind: "collected" }>, now: Date, valid: Valid) {
  const { certificate } = fresh;
  return { ...valid(certificate, renewalTime(certificate, null), now, fresh), revisitAt: now };
}

/** Only the CA that issued it knows; a third of the lifetime decides while the settings name others. */
async function suggestedWindow({ ariId }: CertificateInfo, { ca }: Issue, world: World) {
  return (ariId && (await caOf(ca, world)?.renewalWindow(ariId))) || null;
}

/** What the host ordered for itself before it came to share a certificate: nobody goes on with that. */
async function endOwnOrder({ host, gateway }: SecuredHost, world: World): Promise<void> {
  const { order, holder } = await world.vault.read(host);
  if (!order || holder !== gateway.namespace) return;
  const claims = await world.cluster.claims(host);
  const isUsed = (each: SecuredHost) =>
    each.host === host && !each.recordsOnly && certificateIdOf(each, world.registrableDomain) === host;
  if (!claims.some(isUsed)) await tidy(host, order, world);
}

async function tidy(id: string, order: PendingOrder, world: World): Promise<void> {
  await endChallenges(order, world);
  if (order.url !== null && !order.collected) await world.ca.abandon(order.url);
  await world.vault.drop(id);
}
