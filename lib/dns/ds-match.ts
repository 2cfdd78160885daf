import { createHash } from "node:crypto";
import type { DnskeyData, DsData } from "dns-packet";

/** IANA "DNSSEC Delegation Signer (DS) Resource Record (RR) Type Digest Algorithms". */
const hashes: Record<number, string> = { 1: "sha1", 2: "sha256", 4: "sha384" };

/** RFC 4034, appendix B. Algorithm 1 (RSA/MD5), which nobody uses, has a different key tag. */
export function keyTagOf(key: DnskeyData): number {
  const sum = [...rdataOf(key)].reduce((total, octet, at) => total + (at % 2 === 0 ? octet << 8 : octet), 0);
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff;
}

/**
 * Whether one of the keys is the one that the DS record names (RFC 4034, section 5.1.4); null for a digest that Lamia
 * can't compute.
 */
export function matchesKey(zone: string, ds: DsData, keys: readonly DnskeyData[]): boolean | null {
  const hash = hashes[ds.digestType];
  if (hash === undefined) return null;
  return keys.some(
    (key) =>
      key.algorithm === ds.algorithm &&
      keyTagOf(key) === ds.keyTag &&
      createHash(hash).update(wireName(zone)).update(rdataOf(key)).digest().equals(ds.digest),
  );
}

/** Flags, protocol 3, algorithm, key (RFC 4034, section 2.1). */
function rdataOf({ flags, algorithm, key }: DnskeyData): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, 3, algorithm]), key]);
}

/** In lower case and without compression (RFC 4034, section 6.2). */
function wireName(name: string): Buffer {
  const labels = name.toLowerCase().split(".").filter(Boolean);
  const parts = labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, "latin1")]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}
