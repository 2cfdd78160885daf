import { jsonPath } from "@/sandbox/kubernetes/json/json-path";
import { isRecord, listAt, numberAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";

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

/** A span as kubectl shows ages: "12s", "3m4s", "5h10m", "2d3h", "400d" (apimachinery HumanDuration). */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return withRest(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return withRest(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  if (hours < 192) return withRest(days, "d", hours % 24, "h");
  if (days < 730) return `${days}d`;
  return withRest(Math.floor(days / 365), "y", days % 365, "d");
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`;
}

/** The columns of a CustomResourceDefinition version: its `additionalPrinterColumns`, else the age. */
export function customColumns(version: unknown): Column[] {
  const declared = listAt(version, "additionalPrinterColumns").filter(isRecord);
  if (declared.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...declared.map(customColumn)];
}

/** A cell as the API server fills it: the first value at the path, in the declared type; null where there is none. */
function customColumn(declared: Record<string, unknown>): Column {
  const find = jsonPath(textAt(declared, "jsonPath") ?? "");
  const type = textAt(declared, "type") ?? "string";
  return {
    name: String(declared.name),
    // What is a date is shown as an age, and `number` goes for a text in a table.
    type: type === "integer" || type === "boolean" ? type : "string",
    priority: (numberAt(declared, "priority") ?? 0) > 0 ? 1 : 0,
    cell(object, now) {
      const value = find?.(object)[0];
      if (value === undefined || value === null) return null;
      if (type === "date") return ageOf(String(value), now);
      if (type === "integer") return typeof value === "number" ? Math.trunc(value) : null;
      if (type === "boolean") return typeof value === "boolean" ? value : null;
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    },
  };
}
