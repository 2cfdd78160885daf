import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NewEvent, WalkWrite } from "@/lib/store/rows";
import { walkSaver } from "./live-walks";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const event = (message: string) => ({ message }) as NewEvent;
const write = (key: string, state: string, ...messages: string[]): WalkWrite => ({
  walk: { key, state } as WalkWrite["walk"],
  reports: [],
  events: messages.map(event),
});

function setUp() {
  const saved: string[] = [];
  const unwanted = new Set<string>();
  const problems: unknown[] = [];
  const added: string[] = [];
  const saver = walkSaver({
    async save({ walk, events = [] }) {
      if (walk.state === "refused") throw new Error("refused");
      saved.push([walk.key, walk.state, ...events.map(({ message }) => message)].join(" "));
    },
    async addEvents(events) {
      added.push(...events.map(({ message }) => message));
    },
    isWanted: (key) => !unwanted.has(key),
    report: (problem) => problems.push(problem),
  });
  return { saver, saved, added, unwanted, problems };
}

test("of many visits in a short time, the last one is written, with the events of all of them", async () => {
  const { saver, saved } = setUp();
  saver.saveBehind(write("a", "working", "one"));
  saver.saveBehind(write("a", "waiting", "two"));
  saver.saveBehind(write("b", "working"));
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(250);
  expect(saved).toEqual(["a waiting one two", "b working"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(saved).toHaveLength(2);
});

test("a visit that is followed by a long wait is written at once, and nothing older after it", async () => {
  const { saver, saved } = setUp();
  saver.saveBehind(write("a", "working", "one"));
  await saver.save(write("a", "serving", "two"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(saved).toEqual(["a serving one two"]);
});

test("an unwanted walk doesn't come back, but its events are reported", async () => {
  const { saver, saved, added, unwanted } = setUp();
  saver.saveBehind(write("a", "working", "one"));
  unwanted.add("a");
  await saver.flush();
  expect(saved).toEqual([]);
  expect(added).toEqual(["one"]);
});

test("a failed write is repeated with the next write of that walk", async () => {
  const { saver, saved } = setUp();
  await expect(saver.save(write("a", "refused", "one"))).rejects.toThrow("refused");
  saver.saveBehind(write("b", "refused", "three"));
  await saver.flush();
  await saver.save(write("a", "serving", "two"));
  await saver.save(write("b", "serving", "four"));
  expect(saved).toEqual(["a serving one two", "b serving three four"]);
});

test("a failed write is reported, and doesn't delay others", async () => {
  const { saver, saved, problems } = setUp();
  saver.saveBehind(write("a", "refused"));
  saver.saveBehind(write("b", "working"));
  await saver.flush();
  expect(saved).toEqual(["b working"]);
  expect(problems).toHaveLength(1);
});
