import { describe, expect, test } from "vitest";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { Zone } from "../model";
import { type FakeWorld, fakeWorld, shop } from "../testing/fake-world";
import { report, visit } from "../testing/visit";

const zone = (id: string, apex: string, more: Partial<Zone> = {}): Zone => ({
  id,
  apex,
  nameServers: ["ns1.dns.test", "ns2.dns.test"],
  ...more,
});
const zoneAfter = async (fake: FakeWorld, target?: SecuredHost) =>
  report(await visit(fake, 1, [], target), "zone");
const created = (fake: FakeWorld) => fake.did.filter((entry) => entry.startsWith("zone "));

test("a zone that was created a moment ago is used, and no second one is created", async () => {
  const fake = fakeWorld();
  fake.newZones.push(zone("by-hand", "democluster.net"));
  expect(await zoneAfter(fake)).toMatchObject({ state: "done", fact: { id: "by-hand" } });
  expect(created(fake)).toEqual([]);
});

describe("of two zones with the same name", () => {
  const old = zone("b-old", "democluster.net", {
    createdAt: "2024-01-01T00:00:00Z",
    nameServers: ["ns-a1.example.org", "ns-a2.example.org"],
  });
  const young = zone("a-young", "democluster.net", {
    createdAt: "2026-01-01T00:00:00Z",
    nameServers: ["ns-b1.example.org", "ns-b2.example.org"],
  });

  test.each([old, young])(
    "it is the one that is delegated to ($id), and nobody is told to delegate to the other",
    async (used) => {
      const fake = fakeWorld();
      fake.zones = [young, old];
      fake.delegated = [used.nameServers];
      const reports = await visit(fake, 2);
      expect(report(reports, "zone")).toMatchObject({
        fact: { id: used.id },
        note: expect.stringContaining("2 zones have this name"),
      });
      expect(report(reports, "delegation").state).toBe("done");
      // The challenge is in the zone that the public sees.
      expect(fake.did.some((entry) => entry.startsWith("accept"))).toBe(true);
    },
  );

  test("the oldest is used while neither is delegated, whatever the order of the list", async () => {
    const fake = fakeWorld();
    fake.delegated = [["ns.parking.example.org"]];
    for (const zones of [
      [young, old],
      [old, young],
    ]) {
      fake.zones = zones;
      const reports = await visit(fake);
      expect(report(reports, "zone").fact).toMatchObject({ id: "b-old" });
      expect(report(reports, "delegation").remedy).toContain("ns-a1.example.org");
    }
  });

  test("none is guessed while the parent zone doesn't answer", async () => {
    const fake = fakeWorld();
    fake.zones = [young, old];
    fake.delegated = [null];
    expect(await zoneAfter(fake)).toMatchObject({
      state: "failed",
      note: expect.stringContaining("2 zones named democluster.net"),
    });
    expect(fake.records.size).toBe(0);
  });
});

test.each([
  "shop.internal",
  "shop.local",
  "192.0.2.256",
  "my_shop.example.com",
  `${"a.".repeat(118)}long.net`,
])("%s is refused with the reason before any zone is created", async (host) => {
  const fake = fakeWorld();
  const refused = await zoneAfter(fake, { ...shop, host });
  expect(refused).toMatchObject({
    state: "blocked",
    note: expect.stringContaining(`${host} can’t be a Secured Host`),
  });
  expect(created(fake)).toEqual([]);
});

describe("an IP address", () => {
  const server = shop.server && { ...shop.server, hosts: ["*"] };
  const visited = async (host: string) => {
    const fake = fakeWorld();
    const reports = await visit(fake, 1, [], { ...shop, host, server });
    expect(fake.did.filter((each) => !/^(order-|key )/.test(each))).toEqual([]);
    return (["zone", "delegation", "record"] as const).map((id) => report(reports, id));
  };

  test("needs no zone, no delegation and no record", async () => {
    const [zone, delegation, record] = await visited("192.0.2.10");
    expect([zone, delegation, record].map((each) => each?.state)).toEqual(["done", "done", "done"]);
    expect(record?.fact).toMatchObject({ records: [], address: { ipv4: ["192.0.2.10"], ipv6: [] } });
  });

  test("has to be one of the ingress's, or a remedy says what to do", async () => {
    const [, , record] = await visited("192.0.2.99");
    expect(record).toMatchObject({
      state: "blocked",
      note: "192.0.2.99 isn’t an address of the ingress, which has 192.0.2.10.",
      remedy: expect.stringContaining("set gateway_address to 192.0.2.99"),
    });
  });
});

describe("where a zone is delegated", () => {
  const below = { ...shop, host: "a.store.democluster.net" };
  const delegationOf = async (zones: Zone[], parent: string) => {
    const fake = fakeWorld();
    fake.zones = zones;
    fake.delegated = [[]];
    fake.parent = parent;
    return report(await visit(fake, 1, [], below), "delegation");
  };
  const store = zone("store", "store.democluster.net", { nameServers: ["ns-s.example.org"] });
  const parent = zone("demo", "democluster.net", { nameServers: ["ns-p.example.org"] });

  test("a subdomain: in the parent zone, with NS records, if that is in the same account", async () => {
    const { remedy, fact } = await delegationOf([store, parent], "democluster.net");
    expect(remedy).toBe(
      "In the zone democluster.net (demo) at Test DNS, set the NS records of store.democluster.net to exactly: ns-s.example.org.",
    );
    expect(fact).toMatchObject({ setIn: "parent" });
  });

  test("a subdomain whose parent zone is ours but isn't delegated either: both are reported", async () => {
    const { remedy } = await delegationOf([store, parent], "net");
    expect(remedy).toContain("set the NS records of store.democluster.net");
    expect(remedy).toContain("at its registrar, set exactly these name servers: ns-p.example.org");
  });

  test("a subdomain whose parent zone is elsewhere: by whoever manages that", async () => {
    const { remedy } = await delegationOf([store], "democluster.net");
    expect(remedy).toMatch(/^Where you manage the zone democluster.net, set the NS records/);
  });

  test("a registrable domain: at its registrar", async () => {
    const { remedy, fact } = await delegationOf([parent], "net");
    expect(remedy).toMatch(/^At the registrar of democluster.net/);
    expect(fact).toMatchObject({ setIn: "registrar" });
  });
});
