import { createHash } from "node:crypto";

/** Cloud DNS: 1–63 characters, begins with a letter, lower-case letters, digits and hyphens, ends with no hyphen. */
const maxLength = 63;

/**
 * The provider's name for a zone: `democluster.net` becomes `democluster-net`. With `distinct`, a hash of the apex is
 * added, for when another zone (`demo-cluster.net` beside `demo.cluster.net`) has the plain name.
 */
export function zoneName(apex: string, distinct = false): string {
  const plain = apex.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  const named = /^[a-z]/.test(plain) ? plain : `zone-${plain}`;
  if (!distinct && named.length <= maxLength) return named;
  const hash = createHash("sha256").update(apex).digest("hex").slice(0, 8);
  return `${named.slice(0, maxLength - hash.length - 1)}-${hash}`;
}
