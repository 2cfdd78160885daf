import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import {
  type FieldSchema,
  fieldOf,
  listKeyDefaults,
  untyped,
} from "@/sandbox/kubernetes/schema/field-schema";

/**
 * Field paths as FieldsV1 writes them (structured-merge-diff): `f:name` for a field, `k:{…}` for an item of
 * a keyed list, `v:…` for a member of a set. A path is its elements joined by a character no key contains.
 */
export const separator = "\u001f";

/** Fields that belong to the API server and are owned by nobody. */
const unowned = new Set([
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "generation",
  "managedFields",
  "selfLink",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generateName",
]);

/** What stands at the path of a keyed item itself, beside its own fields. */
const itemMark = Symbol("item");

/** Every leaf of the object (scalars, atomic parts, empty containers) and every keyed item, by path. */
export function fieldLeaves(object: unknown, schema: FieldSchema): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  if (!isRecord(object)) return leaves;
  for (const [field, value] of Object.entries(object)) {
    if (field === "apiVersion" || field === "kind" || value === undefined) continue;
    if (field !== "metadata" || !isRecord(value)) {
      collect(value, fieldOf(schema, field), `f:${field}`, leaves);
      continue;
    }
    for (const [name, part] of Object.entries(value)) {
      if (unowned.has(name) || part === undefined) continue;
      collect(part, fieldOf(fieldOf(schema, "metadata"), name), `f:metadata${separator}f:${name}`, leaves);
    }
  }
  return leaves;
}

function collect(value: unknown, schema: FieldSchema, path: string, leaves: Map<string, unknown>): void {
  if (isRecord(value) && !schema.atomic) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) leaves.set(path, value);
    for (const [name, item] of entries) {
      collect(item, fieldOf(schema, name), `${path}${separator}f:${name}`, leaves);
    }
  } else if (Array.isArray(value) && value.length > 0 && schema.listKeys) {
    for (const item of value) {
      const itemPath = `${path}${separator}${itemElement(item, schema.listKeys)}`;
      leaves.set(itemPath, itemMark);
      if (isRecord(item) && !schema.items?.atomic) collect(item, schema.items ?? untyped, itemPath, leaves);
    }
  } else if (Array.isArray(value) && value.length > 0 && schema.set) {
    for (const item of value) leaves.set(`${path}${separator}v:${JSON.stringify(item)}`, item);
  } else leaves.set(path, value);
}

/** The path element of an item of a keyed list. */
export function itemElement(item: unknown, keys: readonly string[]): string {
  const record = isRecord(item) ? item : {};
  const key: Record<string, unknown> = {};
  for (const name of [...keys].sort()) {
    const value = record[name] ?? listKeyDefaults[name];
    if (value !== undefined) key[name] = value;
  }
  return `k:${JSON.stringify(key)}`;
}

/** A path as error messages show it: `.spec.containers[name="shop"].image`. */
export function pathText(path: string): string {
  return path.split(separator).map(elementText).join("");
}

function elementText(element: string): string {
  const content = element.slice(2);
  if (element.startsWith("f:")) return `.${content}`;
  if (element.startsWith("v:")) return `[=${content}]`;
  const key: unknown = JSON.parse(content);
  const parts = Object.entries(isRecord(key) ? key : {}).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `[${parts.join(",")}]`;
}
