import { expect } from "vitest";
import type { Problem } from "@/lib/api/problem";
import { ProblemError } from "../http/problem-error";

/** The problem with which an operation ends, with what stands now where it tells that. */
export async function thrownProblem(work: Promise<unknown>): Promise<Problem & { current?: unknown }> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ProblemError);
  return (thrown as ProblemError).problem;
}
