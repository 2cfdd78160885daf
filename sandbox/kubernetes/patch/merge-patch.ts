import { isRecord } from "@/sandbox/kubernetes/json/is-record";

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
