import type { ApplyResult } from "@/lib/kubernetes/write-result";
import { ProblemError } from "./problem-error";

/**
 * The object that was written, or the problem that says why it was not. `what` names it, e.g. `Gateway shop`; `placeOf`
 * finds where a field that the API server names, such as `spec.ports[0].port`, stands in what was sent to us.
 */
export function applied<Written>(
  result: ApplyResult<Written>,
  what: string,
  placeOf: (field: string) => readonly (string | number)[] = (field) => [field],
): Written {
  if (result.ok) return result.object;
  switch (result.reason) {
    case "exists":
      throw new ProblemError("already-exists", `${what} exists already.`, [
        { path: ["name"], message: "This name is taken" },
      ]);
    case "changed":
      throw new ProblemError("conflict", `${what} was changed by somebody else meanwhile.`);
    case "conflict":
      throw new ProblemError(
        "conflict",
        `${what} has fields that ${[...new Set(result.conflicts.map(({ manager }) => manager))].join(", ")} owns.`,
        result.conflicts.map(({ field, manager, message }) => ({ path: [field], message, manager })),
      );
    case "invalid":
      throw new ProblemError(
        "invalid",
        result.errors[0]?.message ?? `The cluster does not accept ${what}.`,
        result.errors.map(({ path, message }) => ({ path: path === "" ? [] : [...placeOf(path)], message })),
      );
  }
}
