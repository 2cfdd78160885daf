/** The types that the sandbox's Cloud DNS stores and its name servers answer. */
export const recordTypes = [
  "A",
  "AAAA",
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
  readonly rrdatas: readonly string[];
}

export function isRecordType(text: unknown): text is RecordType {
  return recordTypes.includes(text as RecordType);
}
