import { z } from "zod";

/** Something wrong with one field of a form, in words that can be shown next to it. */
export interface FieldProblem {
  path: (string | number)[];
  message: string;
}

/** Reports what `problems` finds as issues of the schema, for `superRefine`. */
export function reporting<T>(problems: (form: T) => FieldProblem[]) {
  return (form: T, context: z.RefinementCtx<T>) => {
    for (const { path, message } of problems(form)) context.addIssue({ code: "custom", path, message });
  };
}

/** A problem for each entry that has the same `key` as an earlier one; `path` is where the entry's key is. */
export function repeated<T>(
  entries: readonly T[],
  key: (entry: T) => string | undefined,
  path: (index: number) => (string | number)[],
  message: (key: string) => string,
): FieldProblem[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const name = key(entry);
    if (name === undefined) return [];
    if (seen.has(name)) return [{ path: path(index), message: message(name) }];
    seen.add(name);
    return [];
  });
}

/** A trimmed string checked by `problem`, which returns the message for the field. */
export function checkedText(problem: (text: string) => string | null) {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      const message = problem(text);
      if (message) context.addIssue({ code: "custom", message });
    });
}

/** A trimmed string in lowercase, as DNS compares names, checked by `problem`. */
export function checkedDnsText(problem: (text: string) => string | null) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .superRefine((text, context) => {
      const message = problem(text);
      if (message) context.addIssue({ code: "custom", message });
    });
}
