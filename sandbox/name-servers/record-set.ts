/**
 * The types that the sandbox's Cloud DNS stores. Its name servers answer them, but for ALIAS: that is Google's own, seen
 * by nobody who asks, and gives the addresses of another name.
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
export type RecordType = (typeof recordTypes)[number];

/** All records of one name and type (RFC 2181 5): absolute lower-case name, TTL in seconds, canonical rrdata texts. */
export interface RecordSet {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  /** Where a policy chooses them, those that the name servers answer. */
  readonly rrdatas: readonly string[];
  readonly routingPolicy?: RoutingPolicy;
}

export const routingPolicyKinds = ["wrr", "geo"] as const;

/** How Cloud DNS chooses among several answers, as its API shows it. */
export type RoutingPolicy = { readonly kind: string } & {
  readonly [kind in (typeof routingPolicyKinds)[number]]?: object;
};

export function isRecordType(text: unknown): text is RecordType {
  return recordTypes.includes(text as RecordType);
}
