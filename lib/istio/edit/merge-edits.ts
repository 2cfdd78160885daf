/** Whether two forms or manifests are the same; an absent field equals an undefined one. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, index) => same(entry, other[index]));
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => same(one[key], other[key]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined if it leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)];
    return isRecord(inner) && Object.hasOwn(inner, step) ? inner[String(step)] : undefined;
  }, value);
}

/** A field that both sides changed to different values. */
export interface EditConflict {
  path: (string | number)[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface MergedEdits<T> {
  /** Both sides' changes; in a conflict, mine. */
  merged: T;
  conflicts: EditConflict[];
}

/**
 * Combines two edits of the same form: a change by one side is taken, the same change by both is taken once, and different
 * changes are a conflict that shows both. Lists are combined entry by entry unless somebody added or removed an entry; then
 * they count as one field.
 */
export function mergeEdits<T>(base: T, mine: T, theirs: T): MergedEdits<T> {
  const conflicts: EditConflict[] = [];
  const merged = merge([], base, mine, theirs, conflicts) as T;
  return { merged, conflicts };
}

function merge(
  path: (string | number)[],
  base: unknown,
  mine: unknown,
  theirs: unknown,
  conflicts: EditConflict[],
): unknown {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) {
    const before = isRecord(base) ? base : {};
    const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    const entries = keys.map((key) => [
      key,
      merge([...path, key], before[key], mine[key], theirs[key], conflicts),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs))
    if (base.length === mine.length && base.length === theirs.length)
      return mine.map((entry, index) =>
        merge([...path, index], base[index], entry, theirs[index], conflicts),
      );
  conflicts.push({ path, base, mine, theirs });
  return mine;
}
