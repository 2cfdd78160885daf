import { deepEqual } from "@/sandbox/kubernetes/json/deep-equal";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { type FieldSchema, fieldOf, untyped } from "@/sandbox/kubernetes/schema/field-schema";
import { itemElement, separator } from "./field-paths";

/** Merges an applied configuration into the live object; untouched parts are shared. */
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

/** Takes the fields at the paths away; containers that this empties go with them. */
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
