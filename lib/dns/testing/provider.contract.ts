import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { changesContract } from "./changes.contract";
import {
  a,
  type Capabilities,
  everything,
  newZoneOf,
  type ProviderUnderTest,
  replace,
  testIf,
} from "./provider-under-test";

/** What every implementation of `DnsProvider` guarantees. Call it within a `describe`. */
export function providerContract(
  current: () => ProviderUnderTest,
  differences: Partial<Capabilities> = {},
): void {
  const able = { ...everything, ...differences };
  const newZone = () => newZoneOf(current());

  test("a zone is listed, with its name servers", async () => {
    const zone = await newZone();
    expect(zone.nameServers.length).toBeGreaterThan(1);
    expect(zone.nameServers).toEqual(
      zone.nameServers.map((name) => name.toLowerCase().replace(/\.$/, "")).sort(),
    );
    expect(await current().provider.zones()).toContainEqual(zone);
  });

  testIf(!able.createsZones, "a zone that cannot be created is refused with what to do", async () => {
    const { provider, freshApex } = current();
    await expect(provider.createZone(freshApex())).rejects.toMatchObject({
      kind: expect.stringMatching(/^(rejected|unconfigured)$/),
      remedy: expect.any(String),
    });
  });

  testIf(able.createsZones, "creating a zone that stands returns the one that stands", async () => {
    const { provider, other, freshApex } = current();
    const apex = freshApex();
    const [first, second] = await Promise.all([provider.createZone(apex), other.createZone(apex)]);
    expect(second).toEqual(first);
  });

  testIf(able.createsZones, "creating a zone that somebody made by other means returns it", async () => {
    const { provider, freshApex, putZone } = current();
    if (!putZone) throw new Error("`putZone` is missing");
    const apex = freshApex();
    await provider.zones();
    const id = await putZone(apex);
    expect(await provider.createZone(apex)).toMatchObject({ apex, id });
    const named = (await provider.zones({ fresh: true })).filter((zone) => zone.apex === apex);
    expect(named).toHaveLength(1);
  });

  testIf(able.createsZones, "zones whose names differ in dots and hyphens only are two zones", async () => {
    const { provider, freshApex } = current();
    const apex = freshApex();
    const dotted = await provider.createZone(`a.b.${apex}`);
    const hyphened = await provider.createZone(`a-b.${apex}`);
    expect([dotted.apex, hyphened.apex]).toEqual([`a.b.${apex}`, `a-b.${apex}`]);
    expect(dotted.id).not.toBe(hyphened.id);
  });

  test("a record set is read as it was written, and null if there is none", async () => {
    const { provider } = current();
    const zone = await newZone();
    const known: RecordSet[] = [
      a(`shop.${zone.apex}`, "192.0.2.1", "192.0.2.2"),
      { name: `shop.${zone.apex}`, type: "AAAA", ttlSeconds: 60, values: ["2001:db8::1"] },
      { name: `www.${zone.apex}`, type: "CNAME", ttlSeconds: 300, values: ["lb.example.net"] },
      { name: `*.${zone.apex}`, type: "A", ttlSeconds: 300, values: ["192.0.2.9"] },
      { name: zone.apex, type: "CAA", ttlSeconds: 300, values: ['0 issue "letsencrypt.org"'] },
      {
        name: `_t.${zone.apex}`,
        type: "TXT",
        ttlSeconds: 60,
        values: ['a "quoted" \\ text', "plain", "x".repeat(300)],
      },
    ];
    const sets = known.filter(({ type }) => able.types.includes(type));
    await Promise.all(sets.map((set) => replace(provider, zone, null, set)));
    const read = await Promise.all(sets.map(({ name, type }) => provider.read(zone, name, type)));
    expect(read).toEqual(sets);
    expect(await provider.read(zone, `none.${zone.apex}`, "A")).toBeNull();
    expect(await provider.read(zone, `shop.${zone.apex}`, "TXT")).toBeNull();
  });

  test("all record sets of a zone are listed, and none of another zone", async () => {
    const { provider } = current();
    const [zone, other] = [await newZone(), await newZone()];
    const sets = Array.from({ length: 30 }, (_, index) => a(`l${index}.${zone.apex}`, "192.0.2.1"));
    await Promise.all(sets.map((set) => replace(provider, zone, null, set)));
    const mark: RecordSet = {
      name: `_lamia.l1.${zone.apex}`,
      type: "TXT",
      ttlSeconds: 300,
      values: ["heritage=lamia,owner=us,gateway=a/b"],
    };
    await replace(provider, zone, null, mark);
    const listed = await provider.records(zone);
    expect(listed).toEqual(expect.arrayContaining([...sets, mark]));
    const named = (await provider.records(other)).filter(({ name }) => name.endsWith(`.${zone.apex}`));
    expect(named).toEqual([]);
  });

  test("what was read can be replaced and removed", async () => {
    const { provider } = current();
    const zone = await newZone();
    const name = `_acme-challenge.${zone.apex}`;
    const long: RecordSet = { name, type: "TXT", ttlSeconds: 60, values: ["one", "y".repeat(400)] };
    await replace(provider, zone, null, long);
    const seen = await provider.read(zone, name, "TXT");
    await replace(provider, zone, seen, { ...long, values: ["one"] });
    expect((await provider.read(zone, name, "TXT"))?.values).toEqual(["one"]);
    await replace(provider, zone, { ...long, values: ["one"] }, null);
    expect(await provider.read(zone, name, "TXT")).toBeNull();
  });
  changesContract(current, able);

  test("everything at a name is read, even types that Lamia doesn't write", async () => {
    const { provider, putForeign } = current();
    const zone = await newZone();
    const name = `mail.${zone.apex}`;
    await replace(provider, zone, null, a(name, "192.0.2.1"));
    await putForeign(zone, name);
    const existing = await provider.readAll(zone, name);
    expect(existing).toContainEqual({ type: "A", set: a(name, "192.0.2.1"), described: "192.0.2.1" });
    expect(existing).toContainEqual({ type: "MX", set: null, described: "10 mail.example.net." });
    expect(await provider.readAll(zone, `below.${name}`)).toEqual([]);
  });

  test("every failure is a Failure in our own words", async () => {
    const { provider } = current();
    const nowhere: Zone = { id: "no-such-zone", apex: "nowhere.example", nameServers: [] };
    const failed = await provider.read(nowhere, "x.nowhere.example", "A").catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(Failure);
  });
}
