import { listAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";
import { humanDuration } from "./duration";

/** A text column that is always shown. */
export function column(name: string, cell: (object: unknown) => string | number): Column {
  return { name, type: "string", priority: 0, cell };
}

/** A text column that only `-o wide` shows. */
export function wide(name: string, cell: (object: unknown) => string): Column {
  return { name, type: "string", priority: 1, cell };
}

export const nameColumn: Column = {
  name: "Name",
  type: "string",
  priority: 0,
  cell: (object) => textAt(object, "metadata", "name") ?? "",
};

export const ageColumn: Column = {
  name: "Age",
  type: "string",
  priority: 0,
  cell: (object, now) => ageOf(textAt(object, "metadata", "creationTimestamp"), now),
};

export function ageOf(time: string | undefined, now: Date): string {
  return time === undefined ? "<unknown>" : humanDuration(now.getTime() - Date.parse(time));
}

/** Labels as a selector text, as kubectl prints them. */
export function selectorText(object: unknown, ...path: string[]): string {
  const pairs = Object.entries(textsAt(object, ...path)).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.join(",");
}

function containerTexts(object: unknown, field: string): string {
  return listAt(object, "spec", "template", "spec", "containers")
    .map((container) => textAt(container, field) ?? "")
    .join(",");
}

/** Columns of the pod template that `-o wide` adds to every workload. */
export const templateColumns: readonly Column[] = [
  wide("Containers", (object) => containerTexts(object, "name")),
  wide("Images", (object) => containerTexts(object, "image")),
  wide("Selector", (object) => selectorText(object, "spec", "selector", "matchLabels")),
];
