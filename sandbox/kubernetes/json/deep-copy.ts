/** A copy of a JSON value; fields that are undefined are left out. Much faster than structuredClone. */
export function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = deepCopy(item);
  return copy as T;
}
