import { isRecord } from "./values";

/** Takes the values that one part of a path leads to. */
type Step = (value: unknown) => unknown[];

/**
 * Reads a JSONPath as Kubernetes takes it in `additionalPrinterColumns` (kubernetes.io, "JSONPath Support"): fields with
 * escaped dots, names in brackets, indexes from either end, `[*]`, and filters that compare a field, such as
 * `.status.conditions[?(@.type=="Ready")].status`.
 * @returns what finds the values at the path in an object; null for a path of another form
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

/** `@.field`, which must be there, or `@.field == literal` with any of the operators of a comparison. */
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
