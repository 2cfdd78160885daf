import { Failure } from "@/lib/gateway/failure";
import type { DoTask } from "@/lib/runner/task";

/** Does each task by its kind. One of a kind that this release does not know waits for the release that does. */
export function taskByKind(kinds: Record<string, DoTask>): DoTask {
  return async (task, signal) => {
    const doTask = kinds[task.kind];
    if (!doTask) throw new Failure("unconfigured", `This release does not know tasks of kind ${task.kind}.`);
    return doTask(task, signal);
  };
}
