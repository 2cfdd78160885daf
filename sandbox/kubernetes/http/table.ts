import { ageColumn, nameColumn } from "@/sandbox/kubernetes/columns/column";
import { objectIn, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/shelf";
import { partialMetadata } from "./object-text";

/** The `meta.k8s.io/v1` Table of some objects, as `kubectl get` shows them. */
export function tableOf(
  type: ResourceType,
  version: string,
  entries: readonly Entry[],
  options: { now: Date; includeObject: string | null; metadata: Record<string, unknown> },
): Record<string, unknown> {
  const columns = type.columns.length > 0 ? type.columns : [nameColumn, ageColumn];
  const whole = options.includeObject === "Object";
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type: kind, priority }) => ({
      name,
      type: kind,
      format: name === "Name" ? "name" : "",
      description: "",
      priority,
    })),
    rows: entries.map(({ object }) => ({
      cells: columns.map((column) => column.cell(object, options.now)),
      ...(options.includeObject !== "None" && {
        object: whole
          ? objectIn(type, version, object as unknown as Record<string, unknown>)
          : partialMetadata(object),
      }),
    })),
  };
}
