import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { decodeFieldsV1, encodeFieldsV1 } from "./fields-v1";

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
