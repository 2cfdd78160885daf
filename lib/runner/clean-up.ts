import { asFailure } from "@/lib/gateway/failure";
import type { CleanupTaskRow, CleanupTasks } from "@/lib/store/cleanup-tasks";
import type { RunnerLog } from "./log";

export type CleanupOutcome =
  | { state: "done" }
  /** Not now: `problem` is shown as it is, in our words. */
  | { state: "retry"; at: Date; problem: string };

export type CleanUp = (task: CleanupTaskRow, signal: AbortSignal) => Promise<CleanupOutcome>;

/** Delays after failed attempts; the last one repeats for ever, because what was left behind stays ours. */
export const cleanupDelaysInSeconds = [5, 30, 60, 300, 900, 3600];

export function cleanupDelayInMs(attempts: number): number {
  const last = cleanupDelaysInSeconds.length - 1;
  return (cleanupDelaysInSeconds[Math.min(attempts, last)] ?? 3600) * 1000;
}

/** One attempt at one cleanup task, with its result written down. @returns when the next one is due. */
export async function cleanUpOnce(
  tasks: CleanupTasks,
  cleanUp: CleanUp,
  { id, signal, now, log }: { id: string; signal: AbortSignal; now: () => Date; log: RunnerLog },
): Promise<Date | null> {
  const task = await tasks.read(id);
  if (task === null || task.state === "done") return null;
  const outcome = await cleanUp(task, signal).catch((error: unknown): CleanupOutcome => {
    const failure = asFailure(error);
    log.warn({ err: error, task: id, kind: task.kind, subject: task.subject }, "A cleanup task failed");
    const delayInMs = Math.max(cleanupDelayInMs(task.attempts), (failure.retryAfterSeconds ?? 0) * 1000);
    return { state: "retry", at: new Date(now().getTime() + delayInMs), problem: failure.message };
  });
  if (outcome.state === "done") {
    await tasks.done(id, now());
    return null;
  }
  if (!signal.aborted) await tasks.postpone(id, outcome.at, outcome.problem, now());
  return outcome.at;
}
