import { texts } from "@/lib/gateway/texts";
import type { Signer, Signers } from "./ports";

/** What the DS records at the parent mean for the zone (RFC 4035, section 5.2). */
export type SignedDelegation =
  | { kind: "fine" }
  /** Servers of the parent differ: the registry is still changing them. */
  | { kind: "changing"; broken: number; total: number }
  /** Every server that answers leads validating resolvers to keys that the zone doesn't have. */
  | { kind: "broken"; signers: Signer[] };

/**
 * Broken only without a doubt: one DS record that matches a key is enough for resolvers, and where one can't be compared
 * because nobody answered or its digest is new, it may be that one.
 */
export function judgeSigners(said: readonly Signers[]): SignedDelegation {
  const answered = said.flatMap(({ signers }) => (signers === null ? [] : [signers]));
  const broken = answered.filter(
    (signers) => signers.length > 0 && signers.every(({ hasKey }) => hasKey === false),
  );
  if (broken.length === 0) return { kind: "fine" };
  if (broken.length < answered.length)
    return { kind: "changing", broken: broken.length, total: answered.length };
  const distinct = new Map(broken.flat().map((signer) => [describeSigners([signer]), signer]));
  return { kind: "broken", signers: [...distinct.values()] };
}

/** IANA "DNS Security Algorithm Numbers", those in use. */
const algorithms: Record<number, string> = {
  5: "RSASHA1",
  7: "RSASHA1-NSEC3-SHA1",
  8: "RSASHA256",
  10: "RSASHA512",
  13: "ECDSAP256SHA256",
  14: "ECDSAP384SHA384",
  15: "ED25519",
  16: "ED448",
};

/** As registrars show them. */
export function describeSigners(signers: readonly Signer[]): string {
  const described = signers.map(({ keyTag, algorithm, digestType }) =>
    texts.dsRecord({
      tag: String(keyTag),
      algorithm: algorithms[algorithm] ? `${algorithm} (${algorithms[algorithm]})` : String(algorithm),
      digestType: String(digestType),
    }),
  );
  return described.join("; ");
}
