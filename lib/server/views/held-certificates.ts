import type { DaysLeftSpan } from "@/lib/api/days-left";
import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { SecretFact } from "@/lib/gateway/steps/secret";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { walksBasis } from "./walks-basis";

export interface HeldCertificate {
  target: SecuredHost;
  fact: CertificateFact;
  secret: SecretFact | null;
}

const dayInMs = 86_400_000;

/** Days until it ends, with their fraction; negative once it has. */
export function daysLeftOf({ fact }: HeldCertificate, now: Date): number {
  return (Date.parse(fact.notAfter) - now.getTime()) / dayInMs;
}

/** Whether so many days left are in the span; counts and lists ask here. */
export function isInSpan(daysLeft: number, { over, within }: DaysLeftSpan): boolean {
  return (over === null || daysLeft > over) && (within === null || daysLeft <= within);
}

interface Kept {
  basis: object;
  held: readonly HeldCertificate[];
}

/** The index gives the same array until a host comes or goes. */
const knownHeld = new WeakMap<readonly SecuredHost[], Kept>();

/** The certificates that secured hosts have now, as their walks know them; the same array until something changes. */
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
