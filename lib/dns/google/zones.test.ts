import type { DNS } from "@google-cloud/dns";
import fc from "fast-check";
import { expect, test } from "vitest";
import { publicOf } from "@/lib/dns/hosted/provider";
import { existingRecords } from "@/lib/dns/hosted/record-sets";
import { listRecordSets, listZones, zoneName } from "./zones";

const metadata = (name: string, more: object = {}) => ({
  metadata: { name, dnsName: "Demo.NET.", nameServers: ["NS2.example.", "ns1.example."], ...more },
});

test("private zones, and zones that answer only inside a network, don't count", async () => {
  const getZones = async () => [
    [
      metadata("public", { visibility: "public", creationTime: "2026-01-01T00:00:00.000Z" }),
      metadata("private", { visibility: "private" }),
      metadata("unknown", { visibility: "of a kind that comes later" }),
      metadata("undated", { creationTime: "long ago" }),
    ],
  ];
  expect(publicOf(await listZones({ getZones } as unknown as DNS))).toEqual([
    {
      id: "public",
      apex: "demo.net",
      nameServers: ["ns1.example", "ns2.example"],
      createdAt: "2026-01-01T00:00:00.000Z",
    },
    { id: "undated", apex: "demo.net", nameServers: ["ns1.example", "ns2.example"] },
  ]);
});

test("a zone is named after its domain, with hyphens", () => {
  expect(zoneName("democluster.net")).toBe("democluster-net");
  expect(zoneName("1and1.com")).toBe("zone-1and1-com");
});

test("any domain gets a name that Cloud DNS accepts, and another one if the first is taken", () => {
  fc.assert(
    fc.property(fc.domain(), (apex) => {
      for (const distinct of [false, true])
        expect(zoneName(apex, distinct)).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(zoneName(apex, true)).not.toBe(zoneName(apex));
    }),
  );
});

test("domains with the same plain name differ when made distinct", () => {
  expect(zoneName("a-b.net")).toBe(zoneName("a.b.net"));
  expect(zoneName("a-b.net", true)).not.toBe(zoneName("a.b.net", true));
});

/** What Google lists for a name, in the library's format. */
function holding(records: readonly object[]): DNS {
  return { zone: () => ({ getRecords: async () => [records] }) } as unknown as DNS;
}

const record = (type: string, data?: string[], more: object = {}) => ({
  type,
  metadata: { name: "x.net.", ttl: 60, ...more },
  ...(data ? { data } : {}),
});
const policy = record("A", undefined, { routingPolicy: { geo: { items: [{ location: "europe-west1" }] } } });

test("record sets that a policy computes, and Google's own types, are listed, but Lamia can't change them", async () => {
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
