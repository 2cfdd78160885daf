import { Failure } from "@/lib/gateway/failure";
import type { CleanUp } from "@/lib/runner/clean-up";

/** Does each task by its kind. One of a kind that this release does not know waits for the release that does. */
export function cleanUpByKind(kinds: Record<string, CleanUp>): CleanUp {
  return async (task, signal) => {
    const cleanUp = kinds[task.kind];
    if (!cleanUp) throw new Failure("unconfigured", `This release does not know tasks of kind ${task.kind}.`);
    return cleanUp(task, signal);
  };
}
