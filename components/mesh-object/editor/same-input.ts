import { isRecord, same } from "@/lib/istio/edit/merge-edits";

/** Whether two states of a form say the same: fields that were drawn but not filled in count as absent. */
export function sameInput(one: unknown, other: unknown): boolean {
  return same(pruned(one), pruned(other));
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isRecord(value)) return value === "" ? undefined : value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = pruned(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
