import { expect, test, vi } from "vitest";
import { cameSecond, groupRecords, type HeldRecord, recordSetReader } from "./record-sets";

const record = (id: string, made: string, more: Partial<HeldRecord> = {}): HeldRecord => ({
  ...{ id, made, name: "x.net", type: "A", ttlSeconds: 300, rrdata: `192.0.2.${id}` },
  ...more,
});

test("of two writers that found the name free, exactly one removes its records", () => {
  const all = [record("1", "b"), record("2", "d"), record("3", "a"), record("4", "c")];
  const [ours, theirs] = [new Set(["1", "2"]), new Set(["3", "4"])];
  expect([cameSecond(all, new Set(), ours), cameSecond(all, new Set(), theirs)]).toEqual([true, false]);
});

test("records from before our write, and those that came after it, are no reason to remove ours", () => {
  const all = [record("1", "a"), record("2", "b"), record("3", "c")];
  expect(cameSecond(all, new Set(["1"]), new Set(["2"]))).toBe(false);
});

test("records of ours that are gone while others exist came second", () => {
  expect(cameSecond([record("3", "c")], new Set(), new Set(["2"]))).toBe(true);
});

test("records form a set with the shortest TTL, and one that has to be rewritten marks the set", () => {
  const sets = groupRecords([
    record("1", "a"),
    record("2", "b", { ttlSeconds: 60, needsRewrite: true }),
    record("3", "c", { type: "AAAA", rrdata: "2001:db8::1" }),
  ]);
  expect(sets).toMatchObject([
    { type: "A", ttlSeconds: 60, rrdatas: ["192.0.2.1", "192.0.2.2"], needsRewrite: true },
    { type: "AAAA", rrdatas: ["2001:db8::1"] },
  ]);
});

test("names that are asked for while others are read one by one are listed together", async () => {
  const asked: (string | undefined)[] = [];
  const pending: (() => void)[] = [];
  const read = recordSetReader(async (name) => {
    asked.push(name);
    await new Promise<void>((resolve) => pending.push(resolve));
    return [];
  }, 2);
  const first = [read("a.net"), read("b.net")];
  await vi.waitFor(() => expect(asked).toEqual(["a.net", "b.net"]));
  const next = ["c.net", "d.net", "e.net"].map((name) => read(name));
  for (const answer of pending.splice(0)) answer();
  await Promise.all(first);
  await vi.waitFor(() => expect(asked).toEqual(["a.net", "b.net", undefined]));
  for (const answer of pending.splice(0)) answer();
  await Promise.all(next);
});

test("patient readers wait for each other in a rush, and nobody else does", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const asked: (string | undefined)[] = [];
  const read = recordSetReader(async (name) => {
    asked.push(name);
    return [];
  }, 2);
  const names = (count: number) => Array.from({ length: count }, (_, at) => `${count}-${at}.net`);
  const calm = names(16).map((name) => read(name, { isPatient: true }));
  await vi.advanceTimersByTimeAsync(5);
  expect(asked).toEqual([undefined]);
  const patient = names(20).map((name) => read(name, { isPatient: true }));
  const prompt = read("one.net");
  await vi.advanceTimersByTimeAsync(5);
  expect(asked).toEqual([undefined, "one.net"]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toEqual([undefined, "one.net", undefined]);
  await Promise.all([...calm, ...patient, prompt]);
  vi.useRealTimers();
});

test("patient readers wait as long as others join, two seconds at most, and no longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  let lists = 0;
  const read = recordSetReader(async () => {
    lists += 1;
    return [];
  }, 2);
  const rush = Array.from({ length: 20 }, (_, at) => read(`${at}.net`));
  await vi.advanceTimersByTimeAsync(5);
  expect(lists).toBe(1);
  const one = [read("a.net", { isPatient: true })];
  await vi.advanceTimersByTimeAsync(395);
  expect(lists).toBe(1);
  await vi.advanceTimersByTimeAsync(10);
  expect(lists).toBe(2);
  const many: Promise<unknown>[] = [];
  for (let at = 0; at < 10; at += 1) {
    many.push(read(`${at}.org`, { isPatient: true }));
    await vi.advanceTimersByTimeAsync(300);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all([...rush, ...one, ...many]);
  expect(lists).toBeLessThanOrEqual(5);
  vi.useRealTimers();
});

test("a read that fails holds up none of the next ones", async () => {
  let isDown = true;
  const read = recordSetReader(async () => {
    if (isDown) throw new Error("down");
    return [];
  }, 1);
  await expect(read("a.net")).rejects.toThrow("down");
  isDown = false;
  expect(await read("b.net")).toEqual(new Map());
});
