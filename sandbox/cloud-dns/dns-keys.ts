import { createHash, generateKeyPairSync } from "node:crypto";
import type { RecordSet } from "@/sandbox/name-servers/record-set";
import type { ManagedZone } from "./managed-zone";

/** ECDSA P-256 with SHA-256 (RFC 6605), and a key that signs keys: zone key and secure entry point (RFC 4034 2.1.1). */
const algorithm = 13;
const flags = 257;

/** As in a DNSKEY record: the two coordinates of the point, base64 (RFC 6605 4). */
export function newPublicKey(): string {
  const { x = "", y = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
    format: "jwk",
  });
  return Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]).toString("base64");
}

/** What the name servers of a signed zone answer at its apex. The API doesn't list it among the record sets. */
export function keySetsOf({ dnsName, publicKey }: ManagedZone): RecordSet[] {
  if (!publicKey) return [];
  return [{ name: dnsName, type: "DNSKEY", ttl: 300, rrdatas: [`${flags} 3 ${algorithm} ${publicKey}`] }];
}

/** The resources `dns#dnsKey`, with the digests that belong into DS records. */
export function dnsKeyResources({ dnsName, publicKey }: ManagedZone): object[] {
  if (!publicKey) return [];
  const rdata = Buffer.concat([
    Buffer.from([flags >> 8, flags & 0xff, 3, algorithm]),
    Buffer.from(publicKey, "base64"),
  ]);
  const labels = dnsName.split(".").filter(Boolean);
  const name = Buffer.from(
    `${labels.map((label) => `${String.fromCharCode(label.length)}${label}`).join("")}\0`,
  );
  const digest = createHash("sha256").update(name).update(rdata).digest("hex");
  return [
    {
      kind: "dns#dnsKey",
      id: "0",
      type: "keySigning",
      algorithm: "ecdsap256sha256",
      keyTag: keyTagOf(rdata),
      publicKey,
      isActive: true,
      digests: [{ type: "sha256", digest }],
    },
  ];
}

/** RFC 4034, appendix B. */
function keyTagOf(rdata: Buffer): number {
  let sum = 0;
  for (const [at, octet] of rdata.entries()) sum += at % 2 === 0 ? octet << 8 : octet;
  return (sum + (sum >> 16)) & 0xffff;
}
