import { z } from "zod";
import { same, valueAt } from "@/lib/istio/edit/merge-edits";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";

/** A form as its schema writes it (trimmed, without empty fields), even if something in it is wrong. */
export function readForm(schema: z.ZodType, input: unknown): { form: unknown; problems: FieldProblem[] } {
  let problems: FieldProblem[] = [];
  const reading = schema.catch(({ error, value }: z.core.$ZodCatchCtx) => {
    problems = problemsOf(error);
    return value;
  });
  return { form: reading.parse(input), problems };
}

/** What a schema found, with paths for a response. */
export function problemsOf({ issues }: Pick<z.core.$ZodError, "issues">): FieldProblem[] {
  return issues.map(({ path, message }) => ({ path: path.map(step), message }));
}

/**
 * The same rules for an edit of `standing`, a form: a value that already breaks them doesn't prevent an edit that leaves it
 * as it is. Others may write what our forms wouldn't, and the cluster has accepted it; that mustn't keep you from editing a
 * label.
 */
export function tolerating(schema: z.ZodType, current: unknown): z.ZodType {
  const before = readForm(schema, current);
  if (before.problems.length === 0) return schema;
  return z.unknown().transform((input, context) => {
    const now = readForm(schema, input);
    for (const { path, message } of newProblems(judged(now), judged(before)))
      context.addIssue({ code: "custom", path, message });
    return now.form;
  });
}

/** Compares values in the schema's spelling, because a browser sends them so. */
function judged({ form, problems }: ReturnType<typeof readForm>): Judged {
  return { problems, in: form };
}

interface Judged {
  problems: readonly FieldProblem[];
  in: unknown;
}

/** Problems that are new: not with the same value in the same field. Entries of lists may have moved. */
export function newProblems(now: Judged, before: Judged): FieldProblem[] {
  return now.problems.filter(
    (problem) =>
      !before.problems.some(
        (each) =>
          each.message === problem.message &&
          fieldOf(each) === fieldOf(problem) &&
          same(valueAt(before.in, each.path), valueAt(now.in, problem.path)),
      ),
  );
}

function fieldOf({ path }: FieldProblem): string {
  return JSON.stringify(path.map((each) => (typeof each === "number" ? 0 : each)));
}

function step(key: PropertyKey): string | number {
  return typeof key === "symbol" ? String(key) : key;
}
