import { beforeEach, describe, expect, test } from "vitest";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { addressRecordTypes, changeTo, claimRecords, wantedRecords } from "./claim-records";
import { holdingZone, parentName, zonesFor } from "./zones";

const { host, gateway } = shop;
const mark = markName(host);
const us = "installation-1";
let fake: FakeWorld;
let zone: Zone;
beforeEach(async () => {
  fake = fakeWorld();
  zone = await fake.world.dns.createZone("democluster.net");
  fake.did = [];
});

function set(type: RecordType, values: string[], name = host): RecordSet {
  return { name, type, ttlSeconds: 60, values };
}

function put(...sets: RecordSet[]): void {
  for (const each of sets) fake.records.set(`${each.name} ${each.type}`, each);
}

const a = set("A", ["192.0.2.10"]);
const aaaa = set("AAAA", ["2001:db8::1"]);
const both = [a, aaaa];
const claim = (wanted: readonly RecordSet[]) =>
  claimRecords(shop, fake.world, zone, wanted, { nothingKnown: false });
const ourMark = (records: readonly RecordSet[]) => set("TXT", [markValue(us, gateway, records)], mark);

describe("with an ownership record of another Gateway at the host", () => {
  const other = { namespace: gateway.namespace, name: "second" };

  test("records that are right already serve both, and nothing is written", async () => {
    put(a, aaaa, set("TXT", [markValue(us, other, both)], mark));
    const result = await claim(both);
    expect(result).toMatchObject({ kind: "foreign", note: expect.stringContaining("second") });
    expect(result).toMatchObject({ note: expect.stringContaining("A 192.0.2.10; AAAA 2001:db8::1") });
    expect(fake.did).toEqual([]);
  });

  test.each([
    ["one is missing", [a]],
    ["one is another", [a, set("AAAA", ["2001:db8::9"])]],
    ["there is one too many", [a, aaaa, set("CNAME", ["x.example.com"])]],
  ])("records of which %s are refused, with the mark to delete", async (_, there) => {
    put(...there, set("TXT", [markValue(us, other, both)], mark));
    expect(await claim(both)).toMatchObject({
      kind: "refused",
      note: expect.stringContaining("second"),
      remedy: expect.stringContaining(mark),
    });
    expect(fake.did).toEqual([]);
  });
});

describe("without an ownership record", () => {
  test("records that are right already are used, and still belong to whoever wrote them", async () => {
    put(a, aaaa);
    expect(await claim(both)).toMatchObject({ kind: "foreign", note: expect.stringContaining(host) });
    expect(fake.did).toEqual([]);
  });

  test("records of which only some are right are refused, and named", async () => {
    put(a, set("AAAA", ["2001:db8::9"]));
    expect(await claim(both)).toMatchObject({
      kind: "refused",
      note: expect.stringContaining("AAAA 2001:db8::9"),
    });
    expect(fake.did).toEqual([]);
  });
});

describe("at the name of the ownership record", () => {
  test.each([
    ["a CNAME", "CNAME"],
    ["a TXT that cannot be written again", "TXT"],
  ])("%s leaves no place for one: nothing is written", async (_, type) => {
    fake.foreign.set(mark, [{ type, set: null, described: "there before" }]);
    expect(await claim([a])).toMatchObject({
      kind: "refused",
      note: expect.stringContaining(`${type} there before`),
      remedy: expect.stringContaining(mark),
    });
    expect(fake.did).toEqual([]);
  });

  test("other records don't get in the way, and aren't mistaken for the ownership record", async () => {
    fake.foreign.set(mark, [{ type: "MX", set: null, described: "10 mail" }]);
    put(set("A", ["203.0.113.1"], mark), a, ourMark([a]));
    const next = set("A", ["192.0.2.20"]);
    expect(await claim([next])).toEqual({ kind: "written" });
    expect(fake.records.get(`${mark} A`)?.values).toEqual(["203.0.113.1"]);
    expect(fake.records.get(`${mark} TXT`)?.values).toEqual([markValue(us, gateway, [next])]);
  });

  test("other TXT values stay next to the ownership record, and so does their TTL", async () => {
    put({ ...set("TXT", ["theirs"], mark), ttlSeconds: 17 });
    await claim([a]);
    const text = fake.records.get(`${mark} TXT`);
    expect(text?.ttlSeconds).toBe(17);
    expect(text?.values.toSorted()).toEqual([markValue(us, gateway, [a]), "theirs"].sort());
  });
});

describe("with our ownership record", () => {
  test("an address record that can't be restored isn't ours, even if the ownership record lists its type", async () => {
    put(ourMark([a]));
    fake.foreign.set(host, [{ type: "A", set: null, described: "routing policy" }]);
    expect(await claim([a])).toMatchObject({
      kind: "refused",
      note: expect.stringContaining("A routing policy"),
    });
    expect(fake.did).toEqual([]);
  });

  test("of an earlier version, two records that are right count as ours", async () => {
    put(
      a,
      aaaa,
      set("TXT", [`heritage=lamia,owner=${us},gateway=${gateway.namespace}/${gateway.name}`], mark),
    );
    expect(await claim(both)).toEqual({ kind: "written" });
    expect(fake.did).toEqual([`write ${mark} TXT`]);
  });

  test("IPv4 and IPv6 records change together, and only what differs is written", async () => {
    put(a, aaaa, ourMark(both));
    expect(await claim([set("A", ["192.0.2.20"]), aaaa])).toEqual({ kind: "written" });
    expect(fake.did).toEqual([`write ${host} A`, `write ${mark} TXT`]);
  });

  test("records of a family that is no longer wanted are deleted, and nothing is written when nothing differs", () => {
    const seen = { seen: ourMark(both), owner: us, gateway, host };
    expect(changeTo(both, both, seen)).toEqual([]);
    expect(changeTo([aaaa], both, seen)).toEqual([
      { seen: a, next: null },
      { seen: ourMark(both), next: ourMark([aaaa]) },
    ]);
  });
});

test("a load balancer's addresses come before its name, which counts only if it has no address", () => {
  const name = "LB.cloud.example.com";
  const of = (ipv4: string[], ipv6: string[], hostname: string | null) => ({
    types: addressRecordTypes({ ipv4, ipv6, hostname }),
    sets: wantedRecords(host, { ipv4, ipv6, hostname }).map(({ type, values }) => ({ type, values })),
  });
  const addresses = ["A", "AAAA"];
  expect(of(["192.0.2.2", "192.0.2.1"], [], name)).toEqual({
    types: addresses,
    sets: [{ type: "A", values: ["192.0.2.1", "192.0.2.2"] }],
  });
  expect(of([], ["2001:db8::1"], name)).toEqual({
    types: addresses,
    sets: [{ type: "AAAA", values: ["2001:db8::1"] }],
  });
  expect(of([], [], name)).toEqual({
    types: ["CNAME"],
    sets: [{ type: "CNAME", values: ["lb.cloud.example.com"] }],
  });
  expect(of([], [], null)).toEqual({ types: ["CNAME"], sets: [] });
});

describe("which zone holds a name", () => {
  const of = (id: string, apex: string, createdAt?: string): Zone => ({
    id,
    apex,
    nameServers: [`ns.${id}.test`],
    ...(createdAt === undefined ? {} : { createdAt }),
  });

  test("is the longest one that equals the name or is a suffix of it; of several, the oldest, then the first by ID", () => {
    const zones = [
      of("short", "x.net"),
      of("c", "eu.x.net"),
      of("young", "eu.x.net", "2026-02-01T00:00:00Z"),
      of("b", "eu.x.net"),
      of("old", "eu.x.net", "2026-01-01T00:00:00Z"),
      of("other", "u.x.net"),
    ];
    for (const name of ["eu.x.net", "shop.eu.x.net", "*.eu.x.net"])
      expect(zonesFor(zones, name).map(({ id }) => id)).toEqual(["old", "young", "b", "c"]);
    expect(zonesFor(zones, "neu.x.net").map(({ id }) => id)).toEqual(["short"]);
    expect(zonesFor(zones, "x.org")).toEqual([]);
  });

  test("is, of several with the same name, the one that the parent zone delegates to, in any spelling", async () => {
    fake.zones = [of("old", "x.net", "2026-01-01T00:00:00Z"), of("young", "x.net", "2026-02-01T00:00:00Z")];
    fake.delegated = [null, ["NS.young.test"]];
    expect((await holdingZone(fake.world, "shop.x.net"))?.id).toBe("young");
    fake.delegated = [["ns.elsewhere.test"]];
    expect((await holdingZone(fake.world, "shop.x.net"))?.id).toBe("old");
  });

  test("has a parent that is shown as a registry if it is a top-level domain, and as the root above that", () => {
    expect(parentName("x.net")).toBe("x.net");
    expect(parentName("net")).toContain("net");
    expect(parentName("")).not.toBe("");
    expect(parentName("")).not.toBe(parentName("net").replace("net", ""));
  });
});
