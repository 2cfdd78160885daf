import { isRecord } from "@/lib/kubernetes/client/reply";
import type { ManagedFields, ObjectMeta } from "@/lib/model/object";

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
    // A leaf above the path: a list or map that is owned whole.
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

/** Missing keys stand for their defaults: the protocol of a port is the only key that has one. */
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
