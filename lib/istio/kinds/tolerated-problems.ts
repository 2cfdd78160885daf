import { z } from "zod";
import { same, valueAt } from "@/lib/istio/edit/merge-edits";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";

/** A form as its schema writes it – trimmed, empty fields left out – though something in it is wrong. */
export function readForm(schema: z.ZodType, input: unknown): { form: unknown; problems: FieldProblem[] } {
  let problems: FieldProblem[] = [];
  const reading = schema.catch(({ error, value }: z.core.$ZodCatchCtx) => {
    problems = problemsOf(error);
    return value;
  });
  return { form: reading.parse(input), problems };
}

/** What a schema found, with paths as they are sent. */
export function problemsOf({ issues }: Pick<z.core.$ZodError, "issues">): FieldProblem[] {
  return issues.map(({ path, message }) => ({ path: path.map(step), message }));
}

/**
 * The same rules for an edit of `standing`, a form: what it breaks already is no reason to refuse an edit that leaves
 * it as it is. Others may write what our forms would not, and the cluster has taken it; an edit of a label must not
 * depend on that.
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

/** Values are compared as the schema writes them: a browser sends them so. */
function judged({ form, problems }: ReturnType<typeof readForm>): Judged {
  return { problems, in: form };
}

interface Judged {
  problems: readonly FieldProblem[];
  in: unknown;
}

/** Problems that were not there before, of the same value in the same field; entries of lists may have moved. */
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
