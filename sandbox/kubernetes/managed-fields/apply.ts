import type { FieldSchema } from "@/sandbox/kubernetes/schema/field-schema";
import { fieldLeaves, separator } from "./field-paths";
import { isSameWriter, type ManagedEntry, type Writer } from "./managers";
import { mergeApplied, removePaths } from "./merge-applied";
import { isSameSet, without } from "./path-sets";
import { compareFields } from "./record-update";

export interface ApplyConflict {
  owner: ManagedEntry;
  path: string;
}

interface Applied {
  object: unknown;
  entries: ManagedEntry[];
  /** What others own and the apply would change; empty when forced. */
  conflicts: ApplyConflict[];
}

/**
 * Server-side apply (structured-merge-diff, `Apply`): merges the configuration, takes away what the writer
 * applied before and no longer names and nobody else owns, and names the conflicts unless `force` is set.
 */
export function applyConfiguration(
  live: unknown,
  configuration: unknown,
  schema: FieldSchema,
  entries: readonly ManagedEntry[],
  writer: Writer,
  options: { force: boolean; time: string },
): Applied {
  const others = entries.filter((entry) => !isSameWriter(entry, writer));
  const before = entries.find((entry) => isSameWriter(entry, writer));
  const applied = new Set(fieldLeaves(configuration, schema).keys());
  const dropped = without(before?.paths ?? new Set<string>(), applied);
  const removable = [...dropped].filter((path) => isUnowned(path, others) && !isWithin(path, applied));
  const merged = mergeApplied(live, configuration, schema);
  const object = removePaths(merged, removable, schema);
  const { written, removed } = compareFields(live, object, schema);
  const conflicts = options.force
    ? []
    : conflictsOf(
        [...written].filter((path) => applied.has(path)),
        others,
      );
  const kept = others.map((entry) => ({
    ...entry,
    paths: options.force ? without(without(entry.paths, written), removed) : without(entry.paths, removed),
  }));
  const unchanged = before !== undefined && isSameSet(before.paths, applied);
  const time = unchanged && written.size === 0 && removed.size === 0 ? before.time : options.time;
  return { object, conflicts, entries: [...kept, { ...writer, time, paths: applied }] };
}

function conflictsOf(written: readonly string[], others: readonly ManagedEntry[]): ApplyConflict[] {
  return others.flatMap((owner) =>
    written
      .filter((path) => owner.paths.has(path))
      .sort()
      .map((path) => ({ owner, path })),
  );
}

/** True where nobody owns the path or anything below it. */
function isUnowned(path: string, entries: readonly ManagedEntry[]): boolean {
  const below = `${path}${separator}`;
  return entries.every((entry) => {
    if (entry.paths.has(path)) return false;
    for (const owned of entry.paths) if (owned.startsWith(below)) return false;
    return true;
  });
}

/** True where the configuration still names something below the path. */
function isWithin(path: string, applied: ReadonlySet<string>): boolean {
  const below = `${path}${separator}`;
  for (const named of applied) if (named.startsWith(below)) return true;
  return false;
}
