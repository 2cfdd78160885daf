import type { DNS } from "@google-cloud/dns";
import { expect, test } from "vitest";
import { existingRecords } from "../hosted/record-sets";
import { listRecordSets } from "./record-sets";

/** What Google lists for a name, in the shape in which its library gives it. */
function holding(records: readonly object[]): DNS {
  return { zone: () => ({ getRecords: async () => [records] }) } as unknown as DNS;
}

const record = (type: string, data?: string[], more: object = {}) => ({
  type,
  metadata: { name: "x.net.", ttl: 60, ...more },
  ...(data ? { data } : {}),
});
const policy = record("A", undefined, { routingPolicy: { geo: { items: [{ location: "europe-west1" }] } } });

test("record sets that a policy computes, and types of Google's own, stand there without being Lamia's to change", async () => {
  const all = [
    policy,
    record("ALIAS", ["lb.example."]),
    record("DNSKEY", ["257 3 8 AwEAAa"]),
    record("AAAA", ["2001:DB8::1"]),
  ];
  expect((await listRecordSets(holding(all), "zone", "x.net")).map(existingRecords)).toEqual([
    { type: "A", set: null, described: "routing policy" },
    { type: "ALIAS", set: null, described: "lb.example." },
    { type: "DNSKEY", set: null, described: "257 3 8 AwEAAa" },
    {
      type: "AAAA",
      set: { name: "x.net", type: "AAAA", ttlSeconds: 60, values: ["2001:db8::1"] },
      described: "2001:db8::1",
    },
  ]);
});
