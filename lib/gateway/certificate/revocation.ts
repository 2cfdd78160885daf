import { asFailure, clampedRetryAfter, Failure } from "@/lib/gateway/failure";
import type { Revocation } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { PublishedSecret, World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { caOf } from "./order-progress";
import { planCertificate } from "./sharing";

/** A certificate that the CA has just revoked, or that has expired before it could, for the fact of a step. */
export interface Revoked extends Pick<Revocation, "serial" | "reason"> {
  hasExpired?: boolean;
  /** `namespace/name` of Secrets that still hold it, because Gateways that Lamia no longer manages use them. */
  stillIn?: readonly string[];
}

/** A certificate that stays valid although a user wanted it revoked. */
export interface Unrevoked {
  serial: string;
  why: string;
}

/** The outcome of the revocations that users asked for. */
export interface RevocationResult {
  revoked: Revoked | null;
  /** Why a certificate isn't revoked yet. */
  note: string | null;
  retryInSeconds: number | null;
}

const nothing: RevocationResult = { revoked: null, note: null, retryInSeconds: null };
const soonInSeconds = 5;
const afterFailureInSeconds = 60;
const afterRefusalInSeconds = 3600;

/**
 * Revokes the certificates that this one has replaced, if users asked for that: only while every Secret that was
 * published for the host holds the new one, which the ingress serves, so that no visitor meets a revoked one. Never throws.
 */
export async function revokeReplaced(
  target: SecuredHost,
  servedSerial: string,
  world: World,
): Promise<RevocationResult> {
  const { gateway } = target;
  try {
    const plan = await planCertificate(target, gateway.namespace, world);
    if ("awaits" in plan) return nothing;
    const { id, members } = plan;
    const { certificate, holder } = await world.vault.read(id);
    const isHolders = holder === null || holder === gateway.namespace;
    if (!isHolders || certificate?.serial !== servedSerial) return nothing;
    // What serves now is never revoked, even if a cleanup that the host's return has ended began to.
    const revocations = (await toRevoke(target, id, world)).filter(({ serial }) => serial !== servedSerial);
    const [next] = revocations;
    if (!next) return nothing;
    const { serial } = next;
    const users = [...new Set([target, ...members].map((each) => each.host))];
    const published = (await Promise.all(users.map((each) => world.vault.published(each, id)))).flat();
    const isSpread = published.every(({ isRight, unwantedSince }) => isRight || unwantedSince !== null);
    if (!isSpread)
      return { ...nothing, note: texts.revocationWaits({ serial }), retryInSeconds: soonInSeconds };
    const expired = revocations.find((each) => hasExpired(each, world));
    if (expired) {
      const { serial: over, reason, keptAs } = expired;
      await world.vault.revoked(keptAs, over);
      const revoked = { serial: over, reason, hasExpired: true };
      return { revoked, note: texts.expiredFirst({ serial: over }), retryInSeconds: 1 };
    }
    let kept = nothing;
    // One that can't be revoked doesn't hold up the others.
    for (const each of revocations) {
      const problem = await revoke(each, each.keptAs, world);
      if (!problem) {
        const { serial: gone, reason } = each;
        const retryInSeconds = revocations.length > 1 ? 1 : null;
        const stillIn = await usedByReleased(each.keptAs, published, world);
        return {
          revoked: { serial: gone, reason, ...(stillIn.length > 0 ? { stillIn } : {}) },
          note: texts.revokedNow({ serial: gone }),
          retryInSeconds,
        };
      }
      kept = kept === nothing ? notRevoked(each, problem) : kept;
    }
    return kept;
  } catch (thrown) {
    return { ...nothing, note: asFailure(thrown).message, retryInSeconds: afterFailureInSeconds };
  }
}

/**
 * What users asked to revoke, with the name under which the vault keeps it. A host that shares a certificate now had one of its
 * own before, which nobody will replace: what a user asked of it is due, too.
 */
async function toRevoke(
  { host, gateway }: SecuredHost,
  id: string,
  { vault }: World,
): Promise<(Revocation & { keptAs: string })[]> {
  const { revocations } = await vault.read(id);
  const found = revocations.map((each) => ({ ...each, keptAs: id }));
  if (id === host) return found;
  const own = await vault.read(host);
  if (own.holder !== null && own.holder !== gateway.namespace) return found;
  if (own.request?.reason && own.certificate?.serial === own.request.serial) await vault.retire(host);
  const former = await vault.read(host);
  return [...found, ...former.revocations.map((each) => ({ ...each, keptAs: host }))];
}

/** The published Secrets that don't hold the new certificate, and that stay, because a released Gateway uses them. */
async function usedByReleased(
  host: string,
  published: readonly PublishedSecret[],
  world: World,
): Promise<string[]> {
  const released = (await world.cluster.claimsNow(host))?.released ?? [];
  const isUsed = (name: string) =>
    released.some((target) => target.host === host && target.server?.credentialName === name);
  return published
    .filter(({ isRight, name }) => !isRight && isUsed(name))
    .map(({ namespace, name }) => `${namespace}/${name}`);
}

/** A CA takes no revocation of a certificate that has expired, and nobody accepts one. */
function hasExpired({ notAfter }: Pick<Revocation, "notAfter">, { clock }: World): boolean {
  return notAfter !== null && Date.parse(notAfter) <= clock.now().getTime();
}

function notRevoked({ serial }: Revocation, problem: Failure): RevocationResult {
  const asked = problem.retryAfterSeconds && clampedRetryAfter(problem.retryAfterSeconds);
  const why = whyOf(problem);
  const retryInSeconds = isPassing(problem) ? afterFailureInSeconds : afterRefusalInSeconds;
  return {
    ...nothing,
    note: texts.notRevoked({ serial, why }),
    retryInSeconds: Math.max(asked ?? 0, retryInSeconds),
  };
}

/** What prevented the revocation; null if it is done. */
async function revoke(revocation: Revocation, host: string, world: World): Promise<Failure | null> {
  const { serial, certificate, reason } = revocation;
  const ca = caOf(revocation.ca, world);
  if (!ca) return new Failure("unconfigured", texts.caNotNamed, { remedy: texts.nameCaAgain });
  try {
    await ca.revoke(certificate, reason);
    await world.vault.revoked(host, serial);
    return null;
  } catch (thrown) {
    return asFailure(thrown);
  }
}

/**
 * The keys of the host are about to be deleted, and with them what users asked for: revokes now, also a certificate that nothing
 * has replaced yet. Its request stays until the keys go, so that a host that comes back gets a new certificate. Throws while
 * the CA can't be asked. A CA that refuses, or that the settings no longer name, keeps nobody from cleaning up: what it leaves
 * valid is returned.
 */
export async function revokeBeforeForgetting(host: string, world: World): Promise<Unrevoked[]> {
  const { revocations, request, certificate, issue } = await world.vault.read(host);
  const isCurrent = request?.reason && certificate?.serial === request.serial;
  const current = isCurrent ? await world.vault.leaf(host) : null;
  const asked = [
    ...revocations,
    ...(current && certificate && request?.reason
      ? [
          {
            serial: certificate.serial,
            reason: request.reason,
            certificate: current,
            notAfter: certificate.notAfter,
            ca: issue.ca,
          },
        ]
      : []),
  ];
  const left: Unrevoked[] = [];
  for (const revocation of asked) {
    if (hasExpired(revocation, world)) continue;
    const problem = await revoke(revocation, host, world);
    if (problem && isPassing(problem)) throw problem;
    if (problem) left.push({ serial: revocation.serial, why: whyOf(problem) });
  }
  return left;
}

function whyOf({ message, remedy }: Failure): string {
  return remedy ? `${message} ${remedy}` : message;
}

function isPassing({ kind }: Failure): boolean {
  return kind === "unreachable" || kind === "rate-limited" || kind === "conflict";
}
