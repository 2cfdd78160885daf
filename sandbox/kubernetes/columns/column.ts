import { isRecord, listAt, numberAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";

/** A text column of every table. */
export function column(name: string, cell: (object: unknown) => string | number): Column {
  return { name, type: "string", priority: 0, cell };
}

/** A text column for `-o wide` only. */
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

/** Labels as selector text, in kubectl's format. */
export function selectorText(object: unknown, ...path: string[]): string {
  const pairs = Object.entries(textsAt(object, ...path)).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.join(",");
}

function containerTexts(object: unknown, field: string): string {
  return listAt(object, "spec", "template", "spec", "containers")
    .map((container) => textAt(container, field) ?? "")
    .join(",");
}

/** Columns about the pod template that `-o wide` adds to every workload. */
export const templateColumns: readonly Column[] = [
  wide("Containers", (object) => containerTexts(object, "name")),
  wide("Images", (object) => containerTexts(object, "image")),
  wide("Selector", (object) => selectorText(object, "spec", "selector", "matchLabels")),
];

/** A duration in kubectl's age format: "12s", "3m4s", "5h10m", "2d3h", "400d" (apimachinery HumanDuration). */
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

/** The columns of a CustomResourceDefinition version: `additionalPrinterColumns`, or the age if there are none. */
export function customColumns(version: unknown): Column[] {
  const declared = listAt(version, "additionalPrinterColumns").filter(isRecord);
  if (declared.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...declared.map(customColumn)];
}

/** A cell as the API server fills it: the first value at the path in the declared type; null if there is none. */
function customColumn(declared: Record<string, unknown>): Column {
  const find = jsonPath(textAt(declared, "jsonPath") ?? "");
  const type = textAt(declared, "type") ?? "string";
  return {
    name: String(declared.name),
    // A date is shown as an age, and a table shows `number` as text.
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

/** Receives the values at one part of a path. */
type Step = (value: unknown) => unknown[];

/**
 * Compiles a JSONPath as Kubernetes accepts it in `additionalPrinterColumns` (kubernetes.io, "JSONPath Support"):
 * fields with escaped dots, names in brackets, indexes from either end, `[*]`, and filters that compare a field,
 * such as `.status.conditions[?(@.type=="Ready")].status`.
 * @returns a function that finds the path's values in an object; null for an unsupported path
 */
export function jsonPath(path: string): Step | null {
  const steps: Step[] = [];
  const parts = /\.?((?:\\.|[^.[\]\\=<>!\s])+)|\.?\[([^[\]]*|\?\((?:"[^"]*"|'[^']*'|[^"'()])*\))\]/gy;
  const text = path.replace(/^\{(.*)\}$/, "$1").replace(/^\$/, "");
  while (parts.lastIndex < text.length) {
    const [, field, bracket] = parts.exec(text) ?? [];
    const step = field !== undefined ? fieldStep(field) : bracketStep(bracket ?? "");
    if (!step) return null;
    steps.push(step);
  }
  return (value) => steps.reduce((values, step) => values.flatMap(step), [value]);
}

function fieldStep(written: string): Step {
  return member(written.replace(/\\(.)/g, "$1"));
}

function bracketStep(written: string): Step | null {
  if (written === "*") return (value) => (isRecord(value) ? Object.values(value) : items(value));
  if (/^-?\d+$/.test(written)) {
    return (value) => {
      const item = items(value).at(Number(written));
      return item === undefined ? [] : [item];
    };
  }
  const [, quoted] = /^'([^']*)'$/.exec(written) ?? [];
  if (quoted !== undefined) return member(quoted);
  const [, filter] = /^\?\((.*)\)$/.exec(written) ?? [];
  return filter === undefined ? null : filterStep(filter.trim());
}

/** `@.field`, which must exist, or `@.field == literal` with any comparison operator. */
function filterStep(condition: string): Step | null {
  const [, left = "", operator, right = ""] =
    /^@(.*?)(?:\s*(==|!=|<=|>=|<|>)\s*(.+))?$/.exec(condition) ?? [];
  const find = jsonPath(left);
  if (!find || left === "") return null;
  if (operator === undefined) return (value) => items(value).filter((item) => find(item).length > 0);
  const wanted = literal(right);
  if (wanted === undefined) return null;
  return (value) => items(value).filter((item) => find(item).some((found) => holds(found, operator, wanted)));
}

function literal(text: string): string | number | boolean | undefined {
  const [, quoted] = /^(?:"([^"]*)"|'([^']*)')$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  if (quoted !== undefined) return quoted;
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function holds(found: unknown, operator: string, wanted: string | number | boolean): boolean {
  if (operator === "==") return found === wanted;
  if (operator === "!=") return found !== wanted;
  if (typeof found !== typeof wanted || typeof found === "boolean") return false;
  const left = found as string | number;
  if (operator === "<") return left < wanted;
  if (operator === "<=") return left <= wanted;
  return operator === ">" ? left > wanted : left >= wanted;
}

function member(name: string): Step {
  return (value) => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : []);
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
