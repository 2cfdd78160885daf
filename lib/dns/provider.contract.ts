import { expect, test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";

interface ProviderUnderTest {
  provider: DnsProvider;
  /** The same account through another instance, as another process would hold it. */
  other: DnsProvider;
  /** A domain that has no zone yet. */
  freshApex(): string;
  /** A zone of the test's own; by default the provider creates one. */
  newZone?(): Promise<Zone>;
  /** Adds an MX record `10 mail.example.net.` at the name, as somebody else would by other means. */
  putForeign(zone: Zone, name: string): Promise<void>;
  /** Creates a zone as somebody else would by other means, under a name of their own. Returns its id. */
  putZone?(apex: string): Promise<string>;
}

/** What a provider's API has; the parts of the contract that need what is missing are left out. */
interface Capabilities {
  /** Zones can be created; without it, `createZone` throws with a remedy, and the test gives `newZone`. */
  createsZones: boolean;
  /**
   * The provider itself compares a write with what was seen, and does all of it or nothing. Without it, Lamia compares
   * before it writes: of two writers at the same moment, both can succeed.
   */
  hasConditionalWrites: boolean;
  /** The types that can be written. */
  types: readonly RecordType[];
}

const everything: Capabilities = {
  createsZones: true,
  hasConditionalWrites: true,
  types: ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"],
};

const a = (name: string, ...values: string[]): RecordSet => ({ name, type: "A", ttlSeconds: 300, values });

/** The change of a single record set. */
export function replace(
  provider: DnsProvider,
  zone: Zone,
  seen: RecordSet | null,
  next: RecordSet | null,
): Promise<void> {
  return provider.change(zone, [{ seen, next }]);
}

/** What `DnsProvider` promises, for any implementation. Call it within a `describe`. */
export function providerContract(
  current: () => ProviderUnderTest,
  differences: Partial<Capabilities> = {},
): void {
  const able = { ...everything, ...differences };
  /** Left out rather than skipped: nothing is missing that could be there. */
  const testIf = (applies: boolean, name: string, run: () => Promise<void>) => {
    if (applies) test(name, run);
  };
  const newZone = (): Promise<Zone> => {
    const { newZone: own, provider, freshApex } = current();
    return own ? own() : provider.createZone(freshApex());
  };
  const conflict = expect.objectContaining({ kind: "conflict" });

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

  test("a record set is read as it was written, and null where there is none", async () => {
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

  test("all record sets of a zone are listed, and none of another", async () => {
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

  test("a write onto something else than was seen is a conflict and changes nothing", async () => {
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

  test("a change is confirmed when it is sent: one that is refused is not made, those beside it are", async () => {
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

  test("one bad member of many writes at once fails alone", async () => {
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

  test("a change of several record sets is done whole, also one of another type at the same name", async () => {
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

  test("a change with one member that moved changes nothing, and no other change fails of it", async () => {
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

  test("everything at a name is read, also types that Lamia does not write", async () => {
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

  test("what fails is a Failure in our words", async () => {
    const { provider } = current();
    const nowhere: Zone = { id: "no-such-zone", apex: "nowhere.example", nameServers: [] };
    const failed = await provider.read(nowhere, "x.nowhere.example", "A").catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(Failure);
  });
}
