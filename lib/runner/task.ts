import { asFailure, clampedRetryAfter } from "@/lib/gateway/failure";
import type { DurableTasks, TaskRow } from "@/lib/store/durable-tasks";
import type { RunnerLog } from "./queue";

export type TaskOutcome =
  | { state: "done" }
  /** Not now: `problem` is shown as it is, in our own words. */
  | { state: "retry"; at: Date; problem: string }
  /** It can't be done as things are; `problem` is shown, and a user can try again. */
  | { state: "refused"; problem: string }
  /** It isn't due yet, which doesn't count as an attempt; `why` is shown, in our own words. */
  | { state: "wait"; at: Date; why?: string }
  /** It rests in a state that the task itself has stored; somebody queues it again if necessary. */
  | { state: "rests" };

export type DoTask = (task: TaskRow, signal: AbortSignal) => Promise<TaskOutcome>;

/** Delays after failed attempts. The last one repeats forever, because what is left behind remains ours. */
const taskDelaysInSeconds = [5, 30, 60, 300, 900, 3600];

function taskDelayInMs(attempts: number): number {
  const last = taskDelaysInSeconds.length - 1;
  return (taskDelaysInSeconds[Math.min(attempts, last)] ?? 3600) * 1000;
}

/** One attempt at one task, with its result stored. Returns when the next one is due. */
export async function doTaskOnce(
  tasks: Pick<DurableTasks, "read" | "done" | "postpone" | "refuse" | "wait">,
  doTask: DoTask,
  { id, signal, now, log }: { id: string; signal: AbortSignal; now: () => Date; log: RunnerLog },
): Promise<Date | null> {
  const task = await tasks.read(id);
  if (task === null || (task.state !== "open" && task.state !== "grace")) return null;
  const outcome = await doTask(task, signal).catch((error: unknown): TaskOutcome => {
    const failure = asFailure(error);
    log.warn({ err: error, task: id, kind: task.kind, subject: task.subject }, "A task failed");
    const delayInMs = Math.max(
      taskDelayInMs(task.attempts),
      clampedRetryAfter(failure.retryAfterSeconds ?? 0) * 1000,
    );
    return { state: "retry", at: new Date(now().getTime() + delayInMs), problem: failure.message };
  });
  switch (outcome.state) {
    case "done":
      await tasks.done(id, now());
      return null;
    case "rests":
      return null;
    case "refused":
      await tasks.refuse(id, outcome.problem, now());
      return null;
    case "wait":
      if (!signal.aborted) await tasks.wait(id, outcome.at, outcome.why ?? null);
      return outcome.at;
    case "retry":
      if (!signal.aborted) await tasks.postpone(id, outcome.at, outcome.problem, now());
      return outcome.at;
  }
}
