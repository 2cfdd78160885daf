import { isRecord } from "@/lib/kubernetes/client/call";
import type { ManagedFields, ObjectMeta } from "@/lib/model/object";

/**
 * Parses a field as the API server writes it in an error: `spec.servers[0].port`, `.metadata.labels.app`,
 * `.spec.ports[port=80,protocol="TCP"].name`, `metadata.annotations[lamia.dev/x]`. Looks up an entry of a keyed
 * list in the object.
 */
export function fieldPath(field: string, object: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let value = object;
  let rest = field.replace(/^\./, "");
  while (rest !== "") {
    const bracket = /^\[([^\]]*)\]\.?/.exec(rest);
    const [name = "", length] = bracket ? [bracket[1], bracket[0].length] : nextName(rest, value);
    const step = bracket ? bracketStep(name, value) : name;
    if (step === null) return path;
    path.push(step);
    value = Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined;
    rest = rest.slice(length);
  }
  return path;
}

/** A name can contain dots, as a label's does: the longest one that the object has counts. */
function nextName(rest: string, value: unknown): [string, number] {
  if (isRecord(value)) {
    const known = Object.keys(value)
      .filter(
        (key) => key !== "" && (rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`)),
      )
      .sort((one, other) => other.length - one.length)[0];
    if (known !== undefined) return [known, known.length + (rest[known.length] === "." ? 1 : 0)];
  }
  const name = /^[^.[]+/.exec(rest)?.[0] ?? rest;
  return [name, Math.max(1, name.length + (rest[name.length] === "." ? 1 : 0))];
}

function bracketStep(text: string, value: unknown): string | number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (!Array.isArray(value)) return text;
  const wanted = text.startsWith("=")
    ? null
    : text.split(/,(?=[\w.]+=)/).map((part) => part.split(/=(.*)/s).slice(0, 2) as [string, string]);
  const index = value.findIndex((item) =>
    wanted === null
      ? JSON.stringify(item) === text.slice(1)
      : isRecord(item) && wanted.every(([key, json]) => keyText(item, key) === json),
  );
  return index < 0 ? null : index;
}

function keyText(item: Record<string, unknown>, key: string): string {
  return JSON.stringify(item[key] ?? (key === "protocol" ? "TCP" : null));
}

type Path = readonly (string | number)[];

/**
 * The managers that own the field at the path, or something within it. A list that is owned whole counts for all
 * that is in it. Source: FieldsV1, `f:name` for a field, `k:{…}` for an entry of a keyed list, `v:…` of a set.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function managersOf(object: { metadata: ObjectMeta }, path: Path): string[] {
  const entries = object.metadata.managedFields ?? [];
  const owners = entries
    .filter((entry) => owns(entry, object, path))
    .map(({ manager = "unknown" }) => manager);
  return [...new Set(owners)];
}

function owns({ fieldsV1 = {}, subresource }: ManagedFields, object: unknown, path: Path): boolean {
  if (subresource === "status") return false;
  let tree: Record<string, unknown> = fieldsV1;
  let value: unknown = object;
  for (const [depth, step] of path.entries()) {
    const inner = typeof step === "number" ? entryOf(tree, value, step) : tree[`f:${step}`];
    value = valueAt(value, step);
    // A leaf above the path: a list or map that is owned as a whole.
    if (inner === undefined) return depth > 0 && Object.keys(tree).every((key) => key === ".");
    tree = isRecord(inner) ? inner : {};
  }
  return true;
}

function entryOf(tree: Record<string, unknown>, list: unknown, index: number): unknown {
  const item = valueAt(list, index);
  for (const [element, inner] of Object.entries(tree)) {
    if (element.startsWith("v:") && element.slice(2) === JSON.stringify(item)) return inner;
    if (element.startsWith("k:") && hasKeys(item, element.slice(2))) return inner;
  }
  return undefined;
}

/** Missing keys have their defaults; the only such key is the protocol of a port. */
function hasKeys(item: unknown, keys: string): boolean {
  const wanted: unknown = JSON.parse(keys);
  if (!isRecord(wanted) || !isRecord(item)) return false;
  return Object.entries(wanted).every(
    ([key, value]) => (item[key] ?? (key === "protocol" ? "TCP" : undefined)) === value,
  );
}

function valueAt(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
  return isRecord(value) ? value[step] : undefined;
}

/**
 * The JSON merge patch (RFC 7396) from `current` to `next`: removed fields are null, lists are complete. Null if
 * nothing differs.
 */
export function mergePatchOf(current: unknown, next: unknown): Record<string, unknown> | null {
  if (!isRecord(current) || !isRecord(next)) return null;
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(current))
    if (value !== undefined && next[key] === undefined) patch[key] = null;
  for (const [key, value] of Object.entries(next)) {
    if (value === undefined) continue;
    const before = current[key];
    if (isRecord(before) && isRecord(value)) {
      const inner = mergePatchOf(before, value);
      if (inner) patch[key] = inner;
    } else if (!isSame(before, value)) patch[key] = value;
  }
  return Object.keys(patch).length === 0 ? null : patch;
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  return isRecord(one) && isRecord(other) && mergePatchOf(one, other) === null;
}
