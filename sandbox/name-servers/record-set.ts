/**
 * Domain names in the sandbox are absolute and in lower case, with the final dot: "shop.democluster.net."; the root
 * is ".". Only characters of RFC 1123 hosts and common service names are allowed (letters, digits, "-", "_" and a
 * leading "*"), so that no name needs escapes.
 */
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** The absolute lower-case form of a name with or without its final dot; doesn't validate. */
export function absoluteName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower : `${lower}.`;
}

/** Whether the absolute name is well-formed: labels of 1–63 octets, 255 in all on the wire (RFC 1035 2.3.4). */
export function isDomainName(name: string, { wildcard = false } = {}): boolean {
  if (!name.endsWith(".") || name.length > 254) return false;
  if (name === ".") return true;
  const labels = name.slice(0, -1).split(".");
  return labels.every((text, at) => label.test(text) || (wildcard && at === 0 && text === "*"));
}

/** The parent name; undefined for the root. */
export function parentName(name: string): string | undefined {
  if (name === ".") return undefined;
  const parent = name.slice(name.indexOf(".") + 1);
  return parent === "" ? "." : parent;
}

/** The name itself, then each ancestor, except the root. */
export function* selfAndAncestors(name: string): Generator<string> {
  let current: string | undefined = name;
  while (current !== undefined && current !== ".") {
    yield current;
    current = parentName(current);
  }
}

/** Whether the name is the apex or below it. */
export function isWithin(name: string, apex: string): boolean {
  return apex === "." || name === apex || name.endsWith(`.${apex}`);
}

/**
 * The types that the sandbox's Cloud DNS stores. Its name servers serve all of them except ALIAS, which is Google's
 * own: queries don't see it, but get the addresses of its target.
 */
export const recordTypes = [
  "A",
  "AAAA",
  "ALIAS",
  "CAA",
  "CNAME",
  "DS",
  "MX",
  "NS",
  "PTR",
  "SOA",
  "SRV",
  "TXT",
] as const;
/** Nobody enters the keys of a signed zone: its provider makes them (RFC 4034, section 2). */
export type RecordType = (typeof recordTypes)[number] | "DNSKEY";

/** All records of one name and type (RFC 2181 5): absolute lower-case name, TTL in seconds, canonical rrdata. */
export interface RecordSet {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  /** With a policy: the records that the name servers answer. */
  readonly rrdatas: readonly string[];
  readonly routingPolicy?: RoutingPolicy;
}

export const routingPolicyKinds = ["wrr", "geo"] as const;

/** How Cloud DNS chooses among several answers, as its API shows it. */
export type RoutingPolicy = { readonly kind: string } & {
  readonly [kind in (typeof routingPolicyKinds)[number]]?: object;
};

export function isRecordType(text: unknown): text is RecordType {
  return recordTypes.some((type) => type === text);
}
