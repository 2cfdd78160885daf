import { deepEqual, isRecord } from "@/sandbox/kubernetes/json/values";
import { type FieldSchema, fieldOf, untyped } from "@/sandbox/kubernetes/schema/published-definitions";
import {
  decodeFieldsV1,
  encodeFieldsV1,
  fieldLeaves,
  isSameSet,
  itemElement,
  separator,
  union,
  without,
} from "./field-paths";

export interface ApplyConflict {
  owner: ManagedEntry;
  path: string;
}

interface Applied {
  object: unknown;
  entries: ManagedEntry[];
  /** Fields of other managers that the apply would change; empty when forced. */
  conflicts: ApplyConflict[];
}

/**
 * Server-side apply (structured-merge-diff, `Apply`): merges the configuration, removes fields that the manager
 * applied before, doesn't apply now, and that nobody else owns, and reports conflicts unless `force` is set.
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

/** Whether nobody owns the path or anything below it. */
function isUnowned(path: string, entries: readonly ManagedEntry[]): boolean {
  const below = `${path}${separator}`;
  return entries.every((entry) => {
    if (entry.paths.has(path)) return false;
    for (const owned of entry.paths) if (owned.startsWith(below)) return false;
    return true;
  });
}

/** Whether the configuration still has something below the path. */
function isWithin(path: string, applied: ReadonlySet<string>): boolean {
  const below = `${path}${separator}`;
  for (const named of applied) if (named.startsWith(below)) return true;
  return false;
}

/** Merges an applied configuration into the live object; unchanged parts are shared. */
export function mergeApplied(live: unknown, applied: unknown, schema: FieldSchema): unknown {
  if (isRecord(applied) && isRecord(live) && !schema.atomic) {
    const merged: Record<string, unknown> = { ...live };
    for (const [field, value] of Object.entries(applied)) {
      if (value === null || value === undefined) continue;
      merged[field] = mergeApplied(live[field], value, fieldOf(schema, field));
    }
    return merged;
  }
  if (Array.isArray(applied) && Array.isArray(live)) {
    if (schema.set) return [...live, ...applied.filter((item) => !live.some((own) => deepEqual(own, item)))];
    if (schema.listKeys) return mergeItems(live, applied, schema.listKeys, schema.items ?? untyped);
  }
  return applied;
}

function mergeItems(
  live: unknown[],
  applied: unknown[],
  keys: readonly string[],
  schema: FieldSchema,
): unknown[] {
  const merged = [...live];
  const elements = live.map((item) => itemElement(item, keys));
  for (const item of applied) {
    const at = elements.indexOf(itemElement(item, keys));
    if (at < 0) merged.push(item);
    else merged[at] = mergeApplied(merged[at], item, schema);
  }
  return merged;
}

/** Removes the fields at the paths, and containers that become empty. */
export function removePaths(object: unknown, paths: Iterable<string>, schema: FieldSchema): unknown {
  let result = object;
  for (const path of paths) result = removePath(result, path.split(separator), schema);
  return result;
}

function removePath(value: unknown, elements: readonly string[], schema: FieldSchema): unknown {
  const [element, ...rest] = elements;
  if (element === undefined) return undefined;
  if (element.startsWith("f:") && isRecord(value)) {
    const name = element.slice(2);
    if (!(name in value)) return value;
    const { [name]: child, ...others } = value;
    const remaining = removePath(child, rest, fieldOf(schema, name));
    if (remaining !== undefined) return { ...value, [name]: remaining };
    return Object.keys(others).length === 0 ? undefined : others;
  }
  if (!Array.isArray(value)) return value;
  const items = value.flatMap((item) => {
    if (element !== elementOf(item, schema)) return [item];
    const remaining = removePath(item, rest, schema.items ?? untyped);
    return remaining === undefined ? [] : [remaining];
  });
  return items.length === 0 ? undefined : items;
}

function elementOf(item: unknown, schema: FieldSchema): string {
  return schema.listKeys ? itemElement(item, schema.listKeys) : `v:${JSON.stringify(item)}`;
}

/** The identity of a writer: one entry of `metadata.managedFields`. */
export interface Writer {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  subresource?: string;
}

/** One entry of `metadata.managedFields`, with its fields as a set of paths. */
export interface ManagedEntry extends Writer {
  /** RFC 3339, to the second. */
  time: string;
  paths: Set<string>;
}

export function isSameWriter(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    (a.subresource ?? "") === (b.subresource ?? "") &&
    (a.operation === "Apply" || a.apiVersion === b.apiVersion)
  );
}

/** Reads `metadata.managedFields`; skips unreadable entries. */
export function decodeManagedFields(list: unknown): ManagedEntry[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap((entry) => {
    if (typeof entry.manager !== "string" || !isRecord(entry.fieldsV1)) return [];
    return {
      manager: entry.manager,
      operation: entry.operation === "Apply" ? "Apply" : "Update",
      apiVersion: String(entry.apiVersion ?? "v1"),
      time: String(entry.time ?? ""),
      ...(typeof entry.subresource === "string" && { subresource: entry.subresource }),
      paths: decodeFieldsV1(entry.fieldsV1),
    };
  });
}

/** Writes `metadata.managedFields`, apply entries first as in the API server; omits empty entries. */
export function encodeManagedFields(entries: readonly ManagedEntry[]): Record<string, unknown>[] {
  return entries
    .filter(({ paths }) => paths.size > 0)
    .toSorted((a, b) => order(a).localeCompare(order(b)))
    .map(({ manager, operation, apiVersion, time, subresource, paths }) => ({
      manager,
      operation,
      apiVersion,
      ...(time !== "" && { time }),
      fieldsType: "FieldsV1",
      fieldsV1: encodeFieldsV1(paths),
      ...(subresource !== undefined && { subresource }),
    }));
}

function order({ operation, time, manager }: ManagedEntry): string {
  return `${operation} ${time} ${manager}`;
}

/** The paths that differ between two states of an object. */
interface FieldChanges {
  /** Added, or changed. */
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
 * Ownership after a write other than an apply: the writer owns what it wrote, all others lose it, and nobody owns
 * removed fields (structured-merge-diff, `Update`).
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
