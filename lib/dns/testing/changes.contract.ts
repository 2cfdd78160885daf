import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import {
  a,
  type Capabilities,
  newZoneOf,
  type ProviderUnderTest,
  replace,
  testIf,
} from "./provider-under-test";

/** What `DnsProvider.change` promises; a part of `providerContract`. */
export function changesContract(current: () => ProviderUnderTest, able: Capabilities): void {
  const newZone = () => newZoneOf(current());
  const conflict = expect.objectContaining({ kind: "conflict" });

  test("a write onto something other than what was seen is a conflict and changes nothing", async () => {
    const { provider, other } = current();
    const zone = await newZone();
    const set = a(`x.${zone.apex}`, "192.0.2.1");
    await replace(other, zone, null, set);
    await expect(replace(provider, zone, null, a(set.name, "192.0.2.2"))).rejects.toEqual(conflict);
    await expect(replace(provider, zone, a(set.name, "192.0.2.3"), a(set.name, "192.0.2.2"))).rejects.toEqual(
      conflict,
    );
    await expect(replace(provider, zone, { ...set, ttlSeconds: 999 }, null)).rejects.toEqual(conflict);
    await expect(replace(provider, zone, a(`y.${zone.apex}`, "192.0.2.1"), null)).rejects.toEqual(conflict);
    expect(await provider.read(zone, set.name, "A")).toEqual(set);
  });

  test("a change is confirmed when it is sent: a refused one is not made, and those next to it are", async () => {
    const { provider } = current();
    const zone = await newZone();
    const asked: string[] = [];
    const confirm = async (name: string, isWanted: boolean) => {
      asked.push(name);
      if (!isWanted) throw new Failure("conflict", "It is wanted again.");
    };
    const [first, second] = [a(`c1.${zone.apex}`, "192.0.2.1"), a(`c2.${zone.apex}`, "192.0.2.2")];
    const results = await Promise.allSettled([
      provider.change(zone, [{ seen: null, next: first }], () => confirm("first", false)),
      provider.change(zone, [{ seen: null, next: second }], () => confirm("second", true)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(asked.sort()).toEqual(["first", "second"]);
    expect(await provider.read(zone, first.name, "A")).toBeNull();
    expect(await provider.read(zone, second.name, "A")).toEqual(second);
  });

  testIf(
    able.hasConditionalWrites,
    "of two writers who saw the same, one succeeds and the other learns of it",
    async () => {
      const { provider, other } = current();
      const zone = await newZone();
      const name = `race.${zone.apex}`;
      for (const second of [provider, other]) {
        const seen = await provider.read(zone, name, "A");
        const results = await Promise.allSettled([
          replace(provider, zone, seen, a(name, "192.0.2.1", `192.0.2.${seen ? 3 : 2}`)),
          replace(second, zone, seen, a(name, "192.0.2.4", `192.0.2.${seen ? 6 : 5}`)),
        ]);
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      }
    },
  );

  test("of many writes at once, one bad member fails alone", async () => {
    const { provider, other } = current();
    const zone = await newZone();
    const sets = Array.from({ length: 12 }, (_, index) => a(`h${index}.${zone.apex}`, "192.0.2.1"));
    await replace(other, zone, null, a(`h3.${zone.apex}`, "192.0.2.77"));
    const results = await Promise.allSettled([
      ...sets.map((set) => replace(provider, zone, null, set)),
      replace(provider, zone, null, {
        name: `bad.${zone.apex}`,
        type: "A",
        ttlSeconds: 300,
        values: ["not an address"],
      }),
    ]);
    const failed = results.flatMap((result, index) => (result.status === "rejected" ? [index] : []));
    expect(failed).toEqual([3, 12]);
    const reasons = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as Failure] : [],
    );
    expect(reasons.map(({ kind }) => kind)).toEqual(["conflict", "rejected"]);
    expect(await provider.read(zone, `h11.${zone.apex}`, "A")).toEqual(sets[11]);
  });

  const mark = (zone: Zone, value = "ours"): RecordSet => ({
    name: `_mark.x.${zone.apex}`,
    type: "TXT",
    ttlSeconds: 300,
    values: [value],
  });

  test("a change of several record sets is made as a whole, even with different types at the same name", async () => {
    const { provider } = current();
    const zone = await newZone();
    const address = a(`x.${zone.apex}`, "192.0.2.1");
    await provider.change(zone, [
      { seen: null, next: address },
      { seen: null, next: mark(zone) },
    ]);
    const alias: RecordSet = {
      name: address.name,
      type: "CNAME",
      ttlSeconds: 60,
      values: ["lb.example.net"],
    };
    await provider.change(zone, [
      { seen: mark(zone), next: mark(zone, "moved") },
      { seen: null, next: alias },
      { seen: address, next: null },
    ]);
    expect(await provider.readAll(zone, alias.name)).toEqual([
      { type: "CNAME", set: alias, described: "lb.example.net" },
    ]);
    expect(await provider.read(zone, mark(zone).name, "TXT")).toEqual(mark(zone, "moved"));
    await provider.change(zone, []);
  });

  test("a change with one outdated member changes nothing, and makes no other change fail", async () => {
    const { provider, other } = current();
    const zone = await newZone();
    await replace(other, zone, null, mark(zone, "theirs"));
    const results = await Promise.allSettled([
      replace(provider, zone, null, a(`before.${zone.apex}`, "192.0.2.1")),
      provider.change(zone, [
        { seen: null, next: a(`x.${zone.apex}`, "192.0.2.1") },
        { seen: null, next: mark(zone) },
      ]),
      replace(provider, zone, null, a(`after.${zone.apex}`, "192.0.2.1")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: { kind: "conflict" } });
    expect(await provider.readAll(zone, `x.${zone.apex}`)).toEqual([]);
  });

  test.each(["CNAME", "A"] as const)(
    "what cannot stand beside a foreign %s is a conflict, and nothing is written",
    async (type) => {
      const { provider, other } = current();
      const zone = await newZone();
      const name = `x.${zone.apex}`;
      const alias: RecordSet = { name, type: "CNAME", ttlSeconds: 60, values: ["lb.example.net"] };
      const [theirs, ours] = type === "CNAME" ? [alias, a(name, "192.0.2.1")] : [a(name, "192.0.2.1"), alias];
      await replace(other, zone, null, theirs);
      const results = await Promise.allSettled([
        provider.change(zone, [
          { seen: null, next: mark(zone) },
          { seen: null, next: ours },
        ]),
        replace(provider, zone, null, a(`beside.${zone.apex}`, "192.0.2.1")),
      ]);
      expect(results).toMatchObject([
        { status: "rejected", reason: { kind: "conflict" } },
        { status: "fulfilled" },
      ]);
      expect(await provider.read(zone, mark(zone).name, "TXT")).toBeNull();
      expect(await provider.read(zone, name, type)).toEqual(theirs);
    },
  );
}
