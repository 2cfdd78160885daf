import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { type ChangeableZone, sameRecordSet, zoneWriter } from "./batching";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const a = (name: string, value = "192.0.2.1"): RecordSet => ({
  name,
  type: "A",
  ttlSeconds: 60,
  values: [value],
});

/** A zone like Cloud DNS's: changes are atomic, and deletions have to match. */
function memoryZone(initial: readonly RecordSet[] = [], takesMs = 30) {
  const held = new Map(initial.map((set) => [`${set.type} ${set.name}`, set]));
  const changes: { deletions: number; additions: number }[] = [];
  const zone: ChangeableZone = {
    async change(deletions, additions) {
      changes.push({ deletions: deletions.length, additions: additions.length });
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      if (additions.some(({ values }) => values.includes("invalid")))
        throw new Failure("rejected", "An invalid value.");
      const after = new Map(held);
      for (const set of deletions) {
        const key = `${set.type} ${set.name}`;
        if (!sameRecordSet(after.get(key) ?? null, set)) throw new Failure("conflict", "Moved.");
        after.delete(key);
      }
      for (const set of additions) {
        const key = `${set.type} ${set.name}`;
        if (after.has(key)) throw new Failure("conflict", "Stands already.");
        after.set(key, set);
      }
      held.clear();
      for (const [key, set] of after) held.set(key, set);
    },
    holds: async (wanted) => wanted.map(({ name, type }) => held.get(`${type} ${name}`) ?? null),
  };
  return { zone, held, changes };
}

/** A writer that changes a single record set with its own name. */
function writerOf(...given: Parameters<typeof zoneWriter>) {
  const writer = zoneWriter(...given);
  const replace = (seen: RecordSet | null, next: RecordSet | null) => writer.change([{ seen, next }]);
  return { ...writer, replace };
}

async function settled(writes: Promise<void>[]): Promise<string[]> {
  const results = Promise.allSettled(writes);
  await vi.runAllTimersAsync();
  return (await results).map((result) =>
    result.status === "fulfilled"
      ? "written"
      : result.reason instanceof Failure
        ? result.reason.kind
        : "other",
  );
}

test("writes that arrive together share one change", async () => {
  const { zone, changes, held } = memoryZone();
  const { replace } = writerOf(zone);
  await settled(Array.from({ length: 200 }, (_, index) => replace(null, a(`h${index}`))));
  expect(changes).toEqual([{ deletions: 0, additions: 200 }]);
  expect(held.size).toBe(200);
});

test("a single writer waits only for the gathering time", async () => {
  const { zone, changes } = memoryZone();
  void writerOf(zone).replace(null, a("x"));
  await vi.advanceTimersByTimeAsync(6);
  expect(changes).toHaveLength(1);
});

test("a stream of 200 writes over four seconds takes at most ten changes, and the last one waits at most two seconds", async () => {
  const { zone, changes } = memoryZone();
  const { replace } = writerOf(zone);
  const waits: number[] = [];
  for (let index = 0; index < 200; index++) {
    const from = performance.now();
    void replace(null, a(`h${index}`)).then(() => waits.push(performance.now() - from));
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.runAllTimersAsync();
  expect(changes.length).toBeLessThanOrEqual(10);
  expect(waits).toHaveLength(200);
  expect(Math.max(...waits)).toBeLessThan(2_100);
});

test("after a rush and a pause, a single writer is fast again", async () => {
  const { zone, changes } = memoryZone();
  const { replace } = writerOf(zone);
  for (let index = 0; index < 100; index++) {
    void replace(null, a(`h${index}`));
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  const before = changes.length;
  void replace(null, a("late"));
  await vi.advanceTimersByTimeAsync(6);
  expect(changes).toHaveLength(before + 1);
});

test("removals after a rush, a few each second, share changes", async () => {
  const { zone, changes, held } = memoryZone();
  const { replace } = writerOf(zone);
  const names = Array.from({ length: 60 }, (_, index) => `h${index}`);
  await settled(names.map((name) => replace(null, a(name))));
  const before = changes.length;
  const removals: Promise<void>[] = [];
  for (const name of names) {
    removals.push(replace(a(name), null));
    await vi.advanceTimersByTimeAsync(200);
  }
  await settled(removals);
  expect(held.size).toBe(0);
  expect(changes.length - before).toBeLessThanOrEqual(5);
});

test("the removals of a wave go together as soon as nobody joins any more", async () => {
  const { zone, changes, held } = memoryZone();
  const { replace } = writerOf(zone);
  const names = Array.from({ length: 60 }, (_, index) => `h${index}`);
  await settled(names.map((name) => replace(null, a(name))));
  await vi.advanceTimersByTimeAsync(5_000);
  const before = changes.length;
  const removals = Promise.all(names.map((name) => replace(a(name), null)));
  await vi.advanceTimersByTimeAsync(700);
  await removals;
  expect([held.size, changes.length - before]).toEqual([0, 1]);
});

test("an urgent write takes waiting removals along", async () => {
  const { zone, changes } = memoryZone();
  const { replace } = writerOf(zone);
  const names = Array.from({ length: 20 }, (_, index) => `h${index}`);
  await settled(names.map((name) => replace(null, a(name))));
  await vi.advanceTimersByTimeAsync(1_500);
  const removals = names.map((name) => replace(a(name), null));
  await vi.advanceTimersByTimeAsync(100);
  const before = changes.length;
  const write = replace(null, a("new"));
  await vi.advanceTimersByTimeAsync(2_000);
  await Promise.all([write, ...removals]);
  expect(changes.slice(before)).toEqual([{ deletions: 20, additions: 1 }]);
});

test("a member whose record set changed fails alone", async () => {
  const { zone, held } = memoryZone([a("taken"), a("moved", "192.0.2.2")]);
  const { replace } = writerOf(zone);
  expect(
    await settled([
      replace(null, a("x")),
      replace(null, a("taken")),
      replace(a("moved"), null),
      replace(a("missing"), null),
      replace(null, a("y")),
    ]),
  ).toEqual(["written", "conflict", "conflict", "conflict", "written"]);
  expect([...held.keys()].sort()).toEqual(["A moved", "A taken", "A x", "A y"]);
});

test("members with invalid values fail alone", async () => {
  const { zone, held } = memoryZone();
  const { replace } = writerOf(zone);
  const writes = Array.from({ length: 9 }, (_, index) =>
    replace(null, a(`h${index}`, index % 4 ? "1" : "invalid")),
  );
  expect(await settled(writes)).toEqual([
    "rejected",
    "written",
    "written",
    "written",
    "rejected",
    "written",
    "written",
    "written",
    "rejected",
  ]);
  expect(held.size).toBe(6);
});

test("when the provider is unreachable, every member gets the failure", async () => {
  const zone: ChangeableZone = {
    change: () => Promise.reject(new Failure("unreachable", "No answer.")),
    holds: async () => [],
  };
  const { replace } = writerOf(zone);
  expect(await settled([replace(null, a("x")), replace(null, a("y"))])).toEqual([
    "unreachable",
    "unreachable",
  ]);
});

test("writes of the same record set follow each other, and each one builds on the one before", async () => {
  const { zone, changes, held } = memoryZone();
  const { replace } = writerOf(zone);
  expect(
    await settled([
      replace(null, a("x")),
      replace(a("x"), a("x", "192.0.2.2")),
      replace(a("x", "192.0.2.2"), null),
      replace(null, a("x", "192.0.2.3")),
    ]),
  ).toEqual(["written", "written", "written", "written"]);
  expect(changes).toHaveLength(4);
  expect(held.get("A x")?.values).toEqual(["192.0.2.3"]);
});

test("a deletion is spelled as the zone spells it, even if the caller saw another spelling", async () => {
  const stands = { ...a("x"), rrdatas: ["192.000.002.001"] };
  const deleted: unknown[] = [];
  const zone: ChangeableZone = {
    async change(deletions) {
      deleted.push(...deletions);
      if (!deletions.includes(stands)) throw new Failure("conflict", "Moved.");
    },
    holds: async () => [stands],
  };
  expect(await settled([writerOf(zone).replace(a("x"), null)])).toEqual(["written"]);
  expect(deleted.at(-1)).toBe(stands);
});

test("a change contains no more than the provider accepts", async () => {
  const { zone, changes } = memoryZone();
  const { replace } = writerOf(zone, { maxRecordSets: 10, maxDataOctets: 100 });
  await settled(Array.from({ length: 25 }, (_, index) => replace(null, a(`h${index}`, "x".repeat(12)))));
  expect(Math.max(...changes.map(({ additions }) => additions))).toBe(8);
});

test("a zone that changes all the time ends in a conflict, not in an endless loop", async () => {
  let asked = 0;
  const zone: ChangeableZone = {
    async change() {
      asked += 1;
      throw new Failure("conflict", "Moved.");
    },
    holds: async () => [null],
  };
  expect(await settled([writerOf(zone).replace(null, a("x"))])).toEqual(["conflict"]);
  expect(asked).toBeLessThan(6);
});

test("a caller that hasn't seen the latest write gets a conflict without a change being sent, until it reads again", async () => {
  const { zone, changes, held } = memoryZone();
  const { replace, looked } = writerOf(zone);
  expect(await settled([replace(null, a("x"))])).toEqual(["written"]);
  expect(await settled([replace(null, a("x"))])).toEqual(["conflict"]);
  expect(changes).toHaveLength(1);
  held.clear();
  looked("x", "A");
  expect(await settled([replace(null, a("x"))])).toEqual(["written"]);
  expect(await settled([replace(a("x"), null)])).toEqual(["written"]);
});

test("an empty change finishes at once, and costs nothing", async () => {
  const { zone, changes } = memoryZone();
  const { change } = zoneWriter(zone);
  await change([]);
  await change([{ seen: null, next: null }]);
  expect(changes).toEqual([]);
  expect(
    await settled([
      change([
        { seen: null, next: null },
        { seen: null, next: a("x") },
      ]),
    ]),
  ).toEqual(["written"]);
  expect(changes).toEqual([{ deletions: 0, additions: 1 }]);
});

test("a failure that has no single cause goes to everybody, and only one that has a cause is divided", async () => {
  for (const [isDivisible, tries] of [
    [undefined, 1],
    [() => true, 7],
  ] as const) {
    let asked = 0;
    const zone: ChangeableZone = {
      ...(isDivisible ? { isDivisible } : {}),
      async change() {
        asked += 1;
        throw new Failure("refused", "It may not.");
      },
      holds: async (wanted) => wanted.map(() => null),
    };
    const { replace } = writerOf(zone);
    const names = ["a", "b", "c", "d"];
    expect(await settled(names.map((name) => replace(null, a(name))))).toEqual(Array(4).fill("refused"));
    expect(asked).toBe(tries);
  }
});

test("if nothing of their own has changed, only the one with something in its way fails", async () => {
  const { zone, held } = memoryZone();
  const inTheWay: ChangeableZone = {
    ...zone,
    async change(deletions, additions) {
      if (additions.some(({ name }) => name === "b")) throw new Failure("conflict", "A CNAME stands there.");
      await zone.change(deletions, additions);
    },
  };
  const { replace } = writerOf(inTheWay);
  const names = ["a", "b", "c", "d"];
  expect(await settled(names.map((name) => replace(null, a(name))))).toEqual([
    "written",
    "conflict",
    "written",
    "written",
  ]);
  expect([...held.keys()]).toEqual(["A a", "A c", "A d"]);
});

test("a conflict names the record set, whether it was to be written or removed", async () => {
  const { zone } = memoryZone([a("x", "192.0.2.9")]);
  const { replace } = writerOf(zone);
  for (const [seen, next] of [
    [null, a("x")],
    [a("x"), null],
  ] as const) {
    const failed = replace(seen, next).catch((failure: Failure) => failure.message);
    await vi.runAllTimersAsync();
    expect(await failed).toMatch(/A.*x/);
  }
});

test("an old write isn't held against anybody", async () => {
  const { zone, held } = memoryZone();
  const { replace } = writerOf(zone);
  await settled([replace(null, a("x"))]);
  held.clear();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await settled([replace(null, a("x"))])).toEqual(["written"]);
});

const txt = (name: string, value: string): RecordSet => ({
  name,
  type: "TXT",
  ttlSeconds: 60,
  values: [value],
});
const claim = (name: string) => [
  { seen: null, next: a(name) },
  { seen: null, next: txt(`_mark.${name}`, "ours") },
];

test("what one caller asks for goes into one change, as a whole", async () => {
  const { zone, changes } = memoryZone();
  const { change } = zoneWriter(zone, { maxRecordSets: 3 });
  expect(await settled([change(claim("x")), change(claim("y"))])).toEqual(["written", "written"]);
  expect(changes).toEqual([
    { deletions: 0, additions: 2 },
    { deletions: 0, additions: 2 },
  ]);
});

test.each([0, 1, 2, 3, 4])(
  "of five groups the one with a moved member (%i) writes nothing, the others all",
  async (moved) => {
    const names = ["h0", "h1", "h2", "h3", "h4"];
    const { zone, held } = memoryZone([txt(`_mark.h${moved}`, "theirs")]);
    const { change } = zoneWriter(zone);
    expect(await settled(names.map((name) => change(claim(name))))).toEqual(
      names.map((_, index) => (index === moved ? "conflict" : "written")),
    );
    expect(held.has(`A h${moved}`)).toBe(false);
    expect(held.size).toBe(9);
  },
);

test.each([0, 3, 6])(
  "a group that something of another type stands in the way of (%i) fails alone and whole",
  async (at) => {
    const names = Array.from({ length: 7 }, (_, index) => `h${index}`);
    const { zone, held } = memoryZone();
    const { change: real } = zone;
    zone.change = async (deletions, additions) => {
      if (additions.some(({ name }) => name === `h${at}`))
        throw new Failure("conflict", "Cannot stand beside.");
      await real(deletions, additions);
    };
    const { change } = zoneWriter(zone);
    expect(await settled(names.map((name) => change(claim(name))))).toEqual(
      names.map((_, index) => (index === at ? "conflict" : "written")),
    );
    expect(held.size).toBe(12);
  },
);

test("a group with an invalid member fails alone, and as a whole", async () => {
  const { zone, held } = memoryZone();
  const { change } = zoneWriter(zone);
  const bad = [
    { seen: null, next: txt("_mark.bad", "ours") },
    { seen: null, next: a("bad", "invalid") },
  ];
  expect(await settled([change(claim("x")), change(bad), change(claim("y"))])).toEqual([
    "written",
    "rejected",
    "written",
  ]);
  expect([...held.keys()].sort()).toEqual(["A x", "A y", "TXT _mark.x", "TXT _mark.y"]);
});

test("groups that share a record set follow each other", async () => {
  const { zone, changes } = memoryZone();
  const { change } = zoneWriter(zone);
  const shared = txt("_mark.x", "ours");
  const both = [
    change([
      { seen: null, next: a("x") },
      { seen: null, next: shared },
    ]),
    change([
      { seen: shared, next: null },
      { seen: null, next: a("y") },
    ]),
  ];
  expect(await settled(both)).toEqual(["written", "written"]);
  expect(changes).toHaveLength(2);
});
