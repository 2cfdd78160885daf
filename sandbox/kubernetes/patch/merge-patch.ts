import { deepEqual, isRecord } from "@/sandbox/kubernetes/json/values";
import { type FieldSchema, fieldOf, untyped } from "@/sandbox/kubernetes/schema/published-definitions";

/** Applies a JSON merge patch (RFC 7396); the document is not changed, untouched parts are shared. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(document) ? { ...document } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = applyMergePatch(merged[field], value);
  }
  return merged;
}

/** A strategic merge patch that cannot be understood. */
export class StrategicMergePatchError extends Error {}

const directive = /^\$(?:setElementOrder|deleteFromPrimitiveList)\//;

/**
 * Applies a strategic merge patch (Kubernetes, "Update API Objects in Place Using kubectl patch"):
 * a merge patch in which lists with a merge key are merged item by item, with the directives
 * `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/x` and `$setElementOrder/x`.
 * The document is not changed. Throws StrategicMergePatchError.
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
 * Orders a merged list as `$setElementOrder` asks: the named items in the named order, and every item
 * that is not named where it stood, relative to the item before it.
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
