import { deepEqual, isRecord } from "@/sandbox/kubernetes/json/values";
import type { FieldSchema } from "@/sandbox/kubernetes/schema/published-definitions";
import { decodeFieldsV1, encodeFieldsV1, fieldLeaves, union, without } from "./field-paths";

/** Who writes: the identity of one entry of `metadata.managedFields`. */
export interface Writer {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  subresource?: string;
}

/** One entry of `metadata.managedFields`, its fields as a set of paths. */
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

/** Reads `metadata.managedFields`; entries that cannot be read are left out. */
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

/** Writes `metadata.managedFields`, appliers first as the API server does; empty entries are left out. */
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
