import { isRecord } from "@/lib/kubernetes/client/reply";

/**
 * The JSON merge patch (RFC 7396) that makes `next` of `current`: what is gone is null, lists are whole. Null when
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
