import { isRecord } from "@/sandbox/kubernetes/json/values";
import {
  type FieldSchema,
  fieldOf,
  listKeyDefaults,
  untyped,
} from "@/sandbox/kubernetes/schema/published-definitions";

/**
 * Field paths in FieldsV1 notation (structured-merge-diff): `f:name` for a field, `k:{…}` for an item of a keyed
 * list, `v:…` for a member of a set. A path joins its elements with a character that no key contains.
 */
export const separator = "\u001f";

/** Fields of the API server, which nobody owns. */
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

/** Marks the keyed item itself, besides its fields. */
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

/** The path element of an item in a keyed list. */
export function itemElement(item: unknown, keys: readonly string[]): string {
  const record = isRecord(item) ? item : {};
  const key: Record<string, unknown> = {};
  for (const name of [...keys].sort()) {
    const value = record[name] ?? listKeyDefaults[name];
    if (value !== undefined) key[name] = value;
  }
  return `k:${JSON.stringify(key)}`;
}

/** A path in the format of error messages: `.spec.containers[name="shop"].image`. */
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

/** The members of `paths` that aren't in `others`. */
export function without(paths: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  const rest = new Set<string>();
  for (const path of paths) if (!others.has(path)) rest.add(path);
  return rest;
}

export function union(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a, ...b]);
}

export function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && without(a, b).size === 0;
}

/** Reads a `fieldsV1` tree into the set of its paths. */
export function decodeFieldsV1(tree: unknown): Set<string> {
  const paths = new Set<string>();
  if (isRecord(tree)) visit(tree, "", paths);
  return paths;
}

function visit(tree: Record<string, unknown>, prefix: string, paths: Set<string>): void {
  for (const [element, child] of Object.entries(tree)) {
    if (element === ".") {
      if (prefix !== "") paths.add(prefix);
      continue;
    }
    const path = prefix === "" ? element : `${prefix}${separator}${element}`;
    if (isRecord(child) && Object.keys(child).length > 0) visit(child, path, paths);
    else paths.add(path);
  }
}

/** Writes a set of paths as a `fieldsV1` tree; marks a path that has others below it with ".". */
export function encodeFieldsV1(paths: ReadonlySet<string>): Record<string, unknown> {
  const root: Tree = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const element of path.split(separator)) {
      at[element] ??= {};
      at = at[element];
    }
    at["."] = {};
  }
  return unmarkedLeaves(root);
}

interface Tree {
  [element: string]: Tree;
}

function unmarkedLeaves(tree: Tree): Tree {
  const elements = Object.keys(tree);
  if (elements.length === 1 && elements[0] === ".") return {};
  const cleaned: Tree = {};
  for (const [element, child] of Object.entries(tree)) {
    cleaned[element] = element === "." ? {} : unmarkedLeaves(child);
  }
  return cleaned;
}
