import type { MergedEdits } from "@/lib/istio/edit/merge-edits";

/**
 * Two joined edits with the other side's value at the conflicts of these positions.
 *
 * @param theirs positions in `conflicts` at which the other side's value is wanted
 */
export function chooseSides<T>({ merged, conflicts }: MergedEdits<T>, theirs: ReadonlySet<number>): T {
  return conflicts.reduce(
    (value, conflict, index) => (theirs.has(index) ? setAt(value, conflict.path, conflict.theirs) : value),
    merged as unknown,
  ) as T;
}

/** A copy with this value at the path; `undefined` takes the field away. */
function setAt(target: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(target))
    return target.map((entry, index) => (index === step ? setAt(entry, rest, value) : entry));
  const record = { ...(target as Record<string, unknown>) };
  const inner = setAt(record[String(step)], rest, value);
  if (inner === undefined) delete record[String(step)];
  else record[String(step)] = inner;
  return record;
}
