import { isRecord } from "./is-record";

/** The value at a path of field names, or undefined where a part is missing. */
export function valueAt(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const field of path) {
    if (!isRecord(at)) return undefined;
    at = at[field];
  }
  return at;
}

export function recordAt(value: unknown, ...path: string[]): Record<string, unknown> | undefined {
  const found = valueAt(value, ...path);
  return isRecord(found) ? found : undefined;
}

/** The list at the path; an empty one where there is none. */
export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** The string values of a map such as labels; entries of other types are left out. */
export function textsAt(value: unknown, ...path: string[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(recordAt(value, ...path) ?? {})) {
    if (typeof text === "string") texts[key] = text;
  }
  return texts;
}
