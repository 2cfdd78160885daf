import { deepCopy, deepEqual, isRecord } from "@/sandbox/kubernetes/json/values";

/** A JSON patch that does not apply; `missing` when a `test` failed or a path does not exist. */
export class JsonPatchError extends Error {}

/**
 * Applies a JSON patch (RFC 6902) to a copy of the document.
 * Throws JsonPatchError where an operation cannot be carried out.
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
