import { afterEach, describe, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import { type HostedApi, hostedProvider, plannedSets } from "./provider";
import type { HeldRecordSet } from "./record-sets";

const zone: Zone = { id: "zone", apex: "x.net", nameServers: [] };
const api: HostedApi = {
  title: "A provider",
  listZones: async () => [zone],
  createZone: async () => zone,
  list: async () => [],
  change: async () => {},
  explain: (thrown) => (thrown instanceof Failure ? thrown : new Failure("rejected", String(thrown))),
  isZoneGone: (thrown) => thrown === "gone",
  maxSingleReads: 4,
};

test("writing where the provider computes the answer is a conflict, whatever the writer has seen", async () => {
  const computed = { name: "x.net", type: "A", ttlSeconds: 60, rrdatas: [], computed: "routing policy" };
  const { change } = hostedProvider({
    ...api,
    list: async () => [computed],
    async change() {
      throw new Failure("conflict", "It exists already.");
    },
  });
  const set = { name: "x.net", type: "A" as const, ttlSeconds: 60, values: ["192.0.2.1"] };
  await expect(change(zone, [{ seen: null, next: set }])).rejects.toMatchObject({ kind: "conflict" });
  await expect(change(zone, [{ seen: set, next: null }])).rejects.toMatchObject({ kind: "conflict" });
});

test("a zone that is gone is looked for again at the next request, and the credentials aren't blamed", async () => {
  let listed = 0;
  const provider = hostedProvider({
    ...api,
    listZones: async () => {
      listed += 1;
      return [zone];
    },
    list: async () => {
      throw "gone";
    },
  });
  await provider.zones();
  await provider.zones();
  expect(listed).toBe(1);
  await expect(provider.readAll(zone, "x.net")).rejects.toMatchObject({ kind: "conflict" });
  await provider.zones();
  expect(listed).toBe(2);
});

test("names that are read at the same time are requested one by one, and many of them with one listing", async () => {
  const asked: (string | undefined)[] = [];
  const provider = hostedProvider({
    ...api,
    list: async (_zone, name) => {
      asked.push(name);
      return [];
    },
  });
  const names = (count: number) => Array.from({ length: count }, (_, at) => `h${at}.x.net`);
  await Promise.all(names(4).map((name) => provider.readAll(zone, name)));
  expect(asked).toEqual(names(4));
  await Promise.all(names(5).map((name) => provider.readAll(zone, name)));
  expect(asked.slice(4)).toEqual([undefined]);
});

const held = (type: string, rrdatas: string[], more: Partial<HeldRecordSet> = {}): HeldRecordSet => ({
  name: "x.net",
  type,
  ttlSeconds: 60,
  rrdatas,
  ...more,
});
const set = (type: RecordType, values: string[], more: Partial<RecordSet> = {}): RecordSet => ({
  name: "x.net",
  type,
  ttlSeconds: 60,
  values,
  ...more,
});

describe("a change of existing records", () => {
  const a = set("A", ["192.0.2.1"]);
  const next = set("A", ["192.0.2.2"]);
  const cname = set("CNAME", ["lb.example.net"]);
  const planned = (there: HeldRecordSet[], deletions: RecordSet[], additions: RecordSet[]) =>
    plannedSets(deletions, additions, async (name) => {
      const at = there.filter((each) => each.name === name);
      return new Map(at.map((each) => [each.type, each]));
    });

  test("is planned from what exists now, whatever the order of its values", async () => {
    const two = held("A", ["192.0.2.9", "192.0.2.1"]);
    const seen = set("A", ["192.0.2.1", "192.0.2.9"]);
    expect(await planned([two], [seen], [next])).toEqual([{ name: "x.net", type: "A", standing: two, next }]);
    expect(await planned([two], [seen], [])).toEqual([
      { name: "x.net", type: "A", standing: two, next: null },
    ]);
    expect(await planned([], [], [a])).toEqual([{ name: "x.net", type: "A", standing: null, next: a }]);
  });

  test.each<[string, HeldRecordSet[], RecordSet[], RecordSet[]]>([
    ["was seen with other values", [held("A", ["192.0.2.9"])], [a], [next]],
    ["was seen with another TTL", [held("A", ["192.0.2.1"], { ttlSeconds: 300 })], [a], [next]],
    ["is gone", [], [a], [next]],
    ["was not seen", [held("A", ["192.0.2.1"])], [], [a]],
    ["the provider computes", [held("A", ["192.0.2.1"], { computed: "routing policy" })], [a], [next]],
    ["the provider computes, and was not seen", [held("A", [], { computed: "policy" })], [], [next]],
  ])("is a conflict where what stands %s", async (_, there, deletions, additions) => {
    await expect(planned(there, deletions, additions)).rejects.toMatchObject({ kind: "conflict" });
  });

  test.each<[string, HeldRecordSet[], RecordSet[], RecordSet[]]>([
    ["a CNAME beside a TXT of somebody", [held("TXT", ['"theirs"'])], [], [cname]],
    ["an A beside a CNAME of somebody", [held("CNAME", ["old.net."])], [], [a]],
    ["a CNAME beside an A that stays", [held("A", ["192.0.2.1"])], [], [cname]],
    ["a CNAME together with an A", [], [], [cname, a]],
  ])("never makes %s", async (_, there, deletions, additions) => {
    await expect(planned(there, deletions, additions)).rejects.toMatchObject({ kind: "conflict" });
  });

  test("may add a CNAME where the last other record is deleted, and at a name other than an existing CNAME's", async () => {
    expect(await planned([held("A", ["192.0.2.1"])], [a], [cname])).toHaveLength(2);
    const elsewhere = held("CNAME", ["lb.example.net."], { name: "y.net" });
    expect(await planned([elsewhere], [], [a])).toHaveLength(1);
    const text = set("TXT", ["ours"]);
    expect(await planned([held("A", ["192.0.2.1"])], [], [text])).toHaveLength(1);
  });
});

describe("the record sets at a name", () => {
  const there = [
    held("A", ["192.0.2.2", "192.0.2.1"]),
    held("MX", ["10 mail.x.net."]),
    held("TXT", ['"one" "two"'], { needsRewrite: true }),
    held("AAAA", [], { computed: "alias of lb" }),
    held("CAA", []),
  ];
  const provider = hostedProvider({ ...api, list: async () => there });

  test("are listed completely: those that Lamia can restore with their values, the others in words", async () => {
    expect(await provider.readAll(zone, "x.net")).toEqual([
      { type: "A", set: set("A", ["192.0.2.1", "192.0.2.2"]), described: "192.0.2.1, 192.0.2.2" },
      { type: "MX", set: null, described: "10 mail.x.net." },
      { type: "TXT", set: { ...set("TXT", ["onetwo"]), needsRewrite: true }, described: "onetwo" },
      { type: "AAAA", set: null, described: "alias of lb" },
      { type: "CAA", set: null, described: "" },
    ]);
    expect((await provider.records(zone)).map(({ type }) => type)).toEqual(["A", "TXT"]);
  });

  test("are read by type, and one that can't be restored is refused by name", async () => {
    expect(await provider.read(zone, "x.net", "A")).toEqual(set("A", ["192.0.2.1", "192.0.2.2"]));
    expect(await provider.read(zone, "x.net", "CNAME")).toBeNull();
    await expect(provider.read(zone, "x.net", "AAAA")).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("alias of lb"),
      remedy: expect.stringContaining("AAAA"),
    });
  });
});

describe("the list of zones", () => {
  afterEach(() => void vi.useRealTimers());

  test("is requested at most twice a minute, and immediately after a zone was created, after a failure, or for a fresh read", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const answers: (() => Promise<Zone[]>)[] = [];
    let listed = 0;
    const provider = hostedProvider({
      ...api,
      listZones: () => {
        listed += 1;
        return (answers.shift() ?? (async () => [zone]))();
      },
    });
    const listedBy = async (act: () => Promise<unknown>) => {
      const before = listed;
      await act().catch(() => undefined);
      return listed - before;
    };
    expect(await listedBy(() => provider.zones())).toBe(1);
    vi.setSystemTime(Date.now() + 29_999);
    expect(await listedBy(() => provider.zones())).toBe(0);
    vi.setSystemTime(Date.now() + 1);
    expect(await listedBy(() => provider.zones())).toBe(1);
    expect(await listedBy(() => provider.zones({ fresh: true }))).toBe(1);
    await provider.createZone("y.net");
    answers.push(() => Promise.reject("away"));
    await expect(provider.zones()).rejects.toMatchObject({ name: "Failure", message: "away" });
    expect(await listedBy(() => provider.zones())).toBe(1);
    expect(await listedBy(() => provider.zones())).toBe(0);
  });
});
