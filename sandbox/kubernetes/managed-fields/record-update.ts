import { deepEqual } from "@/sandbox/kubernetes/json/deep-equal";
import type { FieldSchema } from "@/sandbox/kubernetes/schema/field-schema";
import { fieldLeaves } from "./field-paths";
import { isSameWriter, type ManagedEntry, type Writer } from "./managers";
import { union, without } from "./path-sets";

/** The paths that differ between two states of an object. */
interface FieldChanges {
  /** Added, or present in both with another value. */
  written: Set<string>;
  removed: Set<string>;
}

export function compareFields(before: unknown, after: unknown, schema: FieldSchema): FieldChanges {
  const old = fieldLeaves(before, schema);
  const now = fieldLeaves(after, schema);
  const written = new Set<string>();
  for (const [path, value] of now) if (!old.has(path) || !deepEqual(old.get(path), value)) written.add(path);
  const removed = new Set<string>();
  for (const path of old.keys()) if (!now.has(path)) removed.add(path);
  return { written, removed };
}

/**
 * Who owns what after a write that is not an apply: the writer owns what it wrote, everyone else loses it,
 * and nobody owns what is gone (structured-merge-diff, `Update`).
 */
export function recordUpdate(
  entries: readonly ManagedEntry[],
  changes: FieldChanges,
  writer: Writer,
  time: string,
): ManagedEntry[] {
  const { written, removed } = changes;
  if (written.size === 0 && removed.size === 0) return [...entries];
  const others = entries.map((entry) =>
    isSameWriter(entry, writer)
      ? entry
      : { ...entry, paths: without(without(entry.paths, written), removed) },
  );
  const own = others.find((entry) => isSameWriter(entry, writer));
  const paths = without(union(own?.paths ?? new Set<string>(), written), removed);
  const kept = others.filter((entry) => entry !== own);
  return [...kept, { ...writer, time, paths }];
}
