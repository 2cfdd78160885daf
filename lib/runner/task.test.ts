import { expect, it, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { DurableTasks, TaskRow } from "@/lib/store/durable-tasks";
import { type DoTask, doTaskOnce } from "./task";

const now = new Date("2026-03-01T10:00:00.000Z");

function setUp(task: Partial<TaskRow> | null, doTask: DoTask, controller = new AbortController()) {
  const row = task === null ? null : ({ id: "t1", state: "open", attempts: 0, ...task } as TaskRow);
  const tasks = { read: async () => row, done: vi.fn(), postpone: vi.fn(), refuse: vi.fn() };
  const log = { error: vi.fn(), warn: vi.fn(), debug: vi.fn() };
  const once = doTaskOnce(tasks as unknown as DurableTasks, doTask, {
    id: "t1",
    signal: controller.signal,
    now: () => now,
    log,
  });
  return { once, tasks };
}

const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

it("marks a successful task as done, and never runs it again", async () => {
  const { once, tasks } = setUp({}, async () => ({ state: "done" }));
  expect(await once).toBeNull();
  expect(tasks.done).toHaveBeenCalledWith("t1", now);
});

it("does nothing for a task that is done or canceled", async () => {
  const doTask = vi.fn();
  expect(await setUp({ state: "done" }, doTask).once).toBeNull();
  expect(await setUp(null, doTask).once).toBeNull();
  expect(doTask).not.toHaveBeenCalled();
});

it("tries again when the task says so", async () => {
  const { once, tasks } = setUp({}, async () => ({ state: "retry", at: after(7), problem: "locked" }));
  expect(await once).toEqual(after(7));
  expect(tasks.postpone).toHaveBeenCalledWith("t1", after(7), "locked", now);
});

it.each([
  [0, 5],
  [1, 30],
  [5, 3600],
  [50, 3600],
])("tries again after attempt %i by the table: %i s, for ever", async (attempts, seconds) => {
  const { once, tasks } = setUp({ attempts }, async () => {
    throw new Failure("unreachable", "The provider does not answer.");
  });
  expect(await once).toEqual(after(seconds));
  expect(tasks.postpone).toHaveBeenCalledWith("t1", after(seconds), "The provider does not answer.", now);
});

it("never retries before the provider allows it, and shows no text of a library", async () => {
  const limited = new Failure("rate-limited", "Asked too often.", { retryAfterSeconds: 600 });
  expect(await setUp({}, () => Promise.reject(limited)).once).toEqual(after(600));
  const { once, tasks } = setUp({}, () => Promise.reject(new Error("ECONNRESET token=abc")));
  await once;
  expect(tasks.postpone.mock.calls[0]?.[2]).not.toContain("token");
});

it("doesn't count an attempt that was interrupted by the end of the process", async () => {
  const controller = new AbortController();
  const { once, tasks } = setUp(
    {},
    async () => {
      controller.abort();
      throw new Error("aborted");
    },
    controller,
  );
  await once;
  expect(tasks.postpone).not.toHaveBeenCalled();
});

it("says why a task is refused, but not that it is done or when it is retried", async () => {
  const { once, tasks } = setUp({}, async () => ({ state: "refused", problem: "It is not taken." }));
  expect(await once).toBeNull();
  expect(tasks.refuse).toHaveBeenCalledWith("t1", "It is not taken.", now);
  expect(tasks.done).not.toHaveBeenCalled();
  expect(tasks.postpone).not.toHaveBeenCalled();
});
