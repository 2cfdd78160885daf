import { asFailure } from "../failure";
import type { CertificateInfo, SecuredHost, Zone } from "../model";
import type { Outcome } from "../outcome";
import { renewalTime } from "../renewal";
import type { PendingOrder, World } from "../world";
import { removeChallenges } from "./challenge-records";
import type { DelegationFact } from "./delegation";
import { advanceOrder, type Progress } from "./order-progress";
import { step } from "./step";

export interface CertificateFact extends CertificateInfo {
  /** When it will be renewed, ISO 8601. */
  renewAt: string;
  /** Why a renewal that is due did not come about at the last try; null when all is well. */
  renewalProblem: string | null;
}

/** The CA's suggestion is asked for again at least this often (RFC 9773, section 4.3.2; the adapter may wait longer). */
const lookAgainInMs = 12 * 3_600_000;
const hourInMs = 3_600_000;
const minuteInMs = 60_000;
const soonInSeconds = 0.05;

export const certificate = step({
  id: "certificate",
  needs: ["delegation"],
  title: "Certificate",
  purpose: "The CA has issued for the host, proved by a DNS-01 challenge; renewed in time.",
  async run(target, facts: { delegation: DelegationFact }, world) {
    const { certificate: kept, order } = await world.vault.read(target.host);
    if (kept && order?.collected) await tidy(target.host, order, world);
    const pending = order && !order.collected ? order : null;
    const now = world.clock.now();
    const current = kept && Date.parse(kept.notAfter) > now.getTime() ? kept : null;
    const renewAt = current && renewalTime(current, await suggestedWindow(current, world));
    if (current && renewAt && !pending && renewAt > now) return valid(current, renewAt, now);

    const { zone } = facts.delegation;
    if (current && renewAt) return renew(target, zone, pending, current, renewAt, world);
    const progress = await advanceOrder(target, zone, pending, null, world);
    if (progress.kind === "waiting") return waiting(progress, world.clock.now());
    return collected(progress.certificate, now);
  },
});

/** The old certificate serves on while the new one is under way, and when it fails. */
async function renew(
  target: SecuredHost,
  zone: Zone,
  pending: PendingOrder | null,
  current: CertificateInfo,
  renewAt: Date,
  world: World,
): Promise<Outcome<CertificateFact> & { state: "done" }> {
  const now = world.clock.now();
  const still = valid(current, renewAt, now);
  try {
    const progress = await advanceOrder(target, zone, pending, current.ariId, world);
    if (progress.kind === "collected") return collected(progress.certificate, now);
    return { ...still, note: `Renewing: ${progress.note}`, revisitAt: new Date(now.getTime() + 1000) };
  } catch (thrown) {
    const failure = asFailure(thrown);
    const waitInMs = failure.retryAfterSeconds
      ? failure.retryAfterSeconds * 1000
      : Math.min(6 * hourInMs, Math.max(minuteInMs, (Date.parse(current.notAfter) - now.getTime()) / 50));
    return {
      ...still,
      note: `Renewal failed and will be tried again; the certificate is valid until ${current.notAfter.slice(0, 10)}. ${failure.message}`,
      fact: { ...still.fact, renewalProblem: failure.message },
      revisitAt: new Date(now.getTime() + waitInMs),
    };
  }
}

/** Name servers are looked at again soon; the CA when it may have come further. */
function waiting({ note, lookAt }: Extract<Progress, { kind: "waiting" }>, now: Date) {
  if (lookAt === null) return { state: "waiting" as const, note, retryInSeconds: soonInSeconds };
  const seconds = Math.max(0.01, (lookAt.getTime() - now.getTime()) / 1000);
  return { state: "waiting" as const, note, retryInSeconds: seconds, told: true as const };
}

/** The challenge is taken out of DNS on the next visit, at once, so that the site does not wait for it. */
function collected(fresh: CertificateInfo, now: Date) {
  return { ...valid(fresh, renewalTime(fresh, null), now), revisitAt: now };
}

function valid(info: CertificateInfo, renewAt: Date, now: Date) {
  const fact: CertificateFact = { ...info, renewAt: renewAt.toISOString(), renewalProblem: null };
  const revisitAt = new Date(Math.min(renewAt.getTime(), now.getTime() + lookAgainInMs));
  const note = `Issued by ${info.issuer}, valid until ${info.notAfter.slice(0, 10)}.`;
  return { state: "done" as const, note, fact, revisitAt };
}

async function suggestedWindow(current: CertificateInfo, world: World) {
  return current.ariId ? world.ca.renewalWindow(current.ariId) : null;
}

async function tidy(host: string, order: PendingOrder, world: World): Promise<void> {
  await removeChallenges(world, order.challenges);
  await world.vault.drop(host);
}
