const keyPrefix = "lamia.hidden-columns.";
const listeners = new Set<() => void>();
const known = new Map<string, ReadonlySet<string>>();
const noneHidden: ReadonlySet<string> = new Set();

/** The columns of a table that the user has taken away in this browser; the same set until that changes. */
export function hiddenColumns(table: string): ReadonlySet<string> {
  let hidden = known.get(table);
  if (!hidden) {
    hidden = readHidden(table);
    known.set(table, hidden);
  }
  return hidden;
}

/** Without any columns the table is as it comes. */
export function hideColumns(table: string, columns: ReadonlySet<string>): void {
  known.set(table, columns);
  try {
    if (columns.size === 0) localStorage.removeItem(keyPrefix + table);
    else localStorage.setItem(keyPrefix + table, JSON.stringify([...columns]));
  } catch {
    // A browser that keeps nothing only forgets the choice.
  }
  for (const listener of listeners) listener();
}

export function subscribeToHiddenColumns(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readHidden(table: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyPrefix + table) ?? "[]");
    return Array.isArray(kept) ? new Set(kept.filter((id) => typeof id === "string")) : noneHidden;
  } catch {
    return noneHidden;
  }
}
