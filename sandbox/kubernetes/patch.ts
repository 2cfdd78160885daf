import { deepCopy, deepEqual, isRecord } from "./json/values";
import { type FieldSchema, fieldOf, untyped } from "./schema/published-definitions";

/** A JSON patch that doesn't apply; `missing` when a `test` failed or a path doesn't exist. */
export class JsonPatchError extends Error {}

/**
 * Applies a JSON patch (RFC 6902) to a copy of the document.
 * Throws JsonPatchError when an operation fails.
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw new JsonPatchError("a JSON patch must be a list of operations");
  const root = { document: deepCopy(document) };
  for (const operation of patch) applyOperation(root, operation);
  return root.document;
}

interface Root {
  document: unknown;
}

function applyOperation(root: Root, operation: unknown): void {
  if (!isRecord(operation)) throw new JsonPatchError("a JSON patch operation must be an object");
  const path = pointer(operation.path);
  switch (operation.op) {
    case "add":
      add(root, path, deepCopy(operation.value));
      return;
    case "remove":
      remove(root, path);
      return;
    case "replace":
      if (path.length > 0) read(root, path);
      replace(root, path, deepCopy(operation.value));
      return;
    case "move": {
      const from = pointer(operation.from);
      const value = read(root, from);
      remove(root, from);
      add(root, path, value);
      return;
    }
    case "copy":
      add(root, path, deepCopy(read(root, pointer(operation.from))));
      return;
    case "test":
      if (!deepEqual(readOrMissing(root, path) ?? null, operation.value ?? null)) {
        throw new JsonPatchError(`testing value ${String(operation.path)} failed`);
      }
      return;
    default:
      throw new JsonPatchError(`Unexpected kind: ${String(operation.op)}`);
  }
}

/** Splits a JSON pointer (RFC 6901). */
function pointer(path: unknown): string[] {
  if (path === "") return [];
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw new JsonPatchError(`invalid JSON pointer ${JSON.stringify(path)}`);
  }
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function missing(path: readonly string[]): JsonPatchError {
  return new JsonPatchError(`doc is missing key: /${path.join("/")}`);
}

function read(root: Root, path: readonly string[]): unknown {
  let at: unknown = root.document;
  for (const part of path) {
    if (Array.isArray(at) && /^\d+$/.test(part) && Number(part) < at.length) at = at[Number(part)];
    else if (isRecord(at) && Object.hasOwn(at, part)) at = at[part];
    else throw missing(path);
  }
  return at;
}

function readOrMissing(root: Root, path: readonly string[]): unknown {
  try {
    return read(root, path);
  } catch {
    return undefined;
  }
}

function add(root: Root, path: readonly string[], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) {
    root.document = value;
    return;
  }
  const parent = read(root, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === "-" ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) throw missing(path);
    parent.splice(index, 0, value);
  } else if (isRecord(parent)) parent[last] = value;
  else throw missing(path);
}

function replace(root: Root, path: readonly string[], value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) {
    root.document = value;
    return;
  }
  const parent = read(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isRecord(parent)) parent[last] = value;
}

function remove(root: Root, path: readonly string[]): void {
  const last = path.at(-1);
  if (last === undefined) throw new JsonPatchError("the whole document cannot be removed");
  read(root, path);
  const parent = read(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isRecord(parent)) delete parent[last];
}

/** Applies a JSON merge patch (RFC 7396). Leaves the document unchanged, and shares unchanged parts. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(document) ? { ...document } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = applyMergePatch(merged[field], value);
  }
  return merged;
}

/** A malformed strategic merge patch. */
export class StrategicMergePatchError extends Error {}

const directive = /^\$(?:setElementOrder|deleteFromPrimitiveList)\//;

/**
 * Applies a strategic merge patch (Kubernetes, "Update API Objects in Place Using kubectl patch"): a merge patch
 * that merges lists with a merge key item by item, with the directives `$patch`, `$retainKeys`,
 * `$deleteFromPrimitiveList/x` and `$setElementOrder/x`. Leaves the document unchanged. Throws
 * StrategicMergePatchError.
 */
export function applyStrategicMergePatch(document: unknown, patch: unknown, schema: FieldSchema): unknown {
  if (!isRecord(patch)) return patch;
  if (patch.$patch === "replace") return withoutDirectives(patch);
  if (patch.$patch === "delete") return {};
  const merged: Record<string, unknown> = isRecord(document) ? { ...document } : {};
  if (Array.isArray(patch.$retainKeys)) {
    for (const field of Object.keys(merged)) if (!patch.$retainKeys.includes(field)) delete merged[field];
  }
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith("$")) continue;
    if (value === null) delete merged[field];
    else merged[field] = mergeField(merged[field], value, fieldOf(schema, field));
  }
  for (const [field, value] of Object.entries(patch)) applyDirective(merged, field, value, schema);
  return merged;
}

function mergeField(current: unknown, patch: unknown, schema: FieldSchema): unknown {
  if (!Array.isArray(patch)) return applyStrategicMergePatch(current, patch, schema);
  const list = Array.isArray(current) ? current : [];
  if (schema.set) return [...list, ...patch.filter((item) => !list.includes(item))];
  if (schema.mergeKey !== undefined) return mergeItems(list, patch, schema.mergeKey, schema.items ?? untyped);
  return patch;
}

function mergeItems(list: unknown[], patch: unknown[], key: string, schema: FieldSchema): unknown[] {
  const replacing = patch.some((item) => isRecord(item) && item.$patch === "replace");
  if (replacing) {
    return patch.filter((item) => !(isRecord(item) && item.$patch === "replace" && !(key in item)));
  }
  let merged = [...list];
  for (const item of patch) {
    if (!isRecord(item) || item[key] === undefined) {
      throw new StrategicMergePatchError(
        `map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`,
      );
    }
    const at = merged.findIndex((other) => isRecord(other) && deepEqual(other[key], item[key]));
    if (item.$patch === "delete") {
      merged = merged.filter((other) => !(isRecord(other) && deepEqual(other[key], item[key])));
    } else if (at < 0) merged.push(applyStrategicMergePatch({}, item, schema));
    else merged[at] = applyStrategicMergePatch(merged[at], item, schema);
  }
  return merged;
}

function applyDirective(
  merged: Record<string, unknown>,
  name: string,
  value: unknown,
  schema: FieldSchema,
): void {
  if (!directive.test(name)) return;
  const field = name.slice(name.indexOf("/") + 1);
  const list = merged[field];
  if (!Array.isArray(list) || !Array.isArray(value)) return;
  merged[field] = name.startsWith("$delete")
    ? list.filter((item) => !value.some((gone) => deepEqual(gone, item)))
    : orderItems(list, value, fieldOf(schema, field).mergeKey);
}

function withoutDirectives(patch: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith("$")));
}

/**
 * Orders a merged list as `$setElementOrder` says: named items in that order, and every other item after the item
 * that preceded it.
 */
export function orderItems(list: unknown[], order: unknown[], mergeKey: string | undefined): unknown[] {
  const rank = (item: unknown): number =>
    order.findIndex((wanted) =>
      mergeKey !== undefined && isRecord(wanted) && isRecord(item)
        ? deepEqual(wanted[mergeKey], item[mergeKey])
        : deepEqual(wanted, item),
    );
  const named = list.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  let next = 0;
  return list.map((item) => (rank(item) < 0 ? item : named[next++]));
}
