import type { Entry } from "./entry";

/** The objects of one resource, kept sorted by key so that a list never sorts. */
export interface Shelf {
  get(key: string): Entry | undefined;
  set(key: string, entry: Entry): void;
  delete(key: string): void;
  /** Entries whose key starts with the prefix and comes after `after`, in order. */
  range(prefix: string, after: string | undefined): IterableIterator<Entry>;
  readonly size: number;
}

export function createShelf(): Shelf {
  const entries = new Map<string, Entry>();
  const keys: string[] = [];
  /** Index of the first key that is not before the given one. */
  const position = (key: string): number => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    get: (key) => entries.get(key),
    set(key, entry) {
      if (!entries.has(key)) keys.splice(position(key), 0, key);
      entries.set(key, entry);
    },
    delete(key) {
      if (entries.delete(key)) keys.splice(position(key), 1);
    },
    *range(prefix, after) {
      const from = after === undefined ? position(prefix) : position(after);
      for (const key of keys.slice(from)) {
        if (!key.startsWith(prefix)) return;
        const entry = key === after ? undefined : entries.get(key);
        if (entry) yield entry;
      }
    },
    get size() {
      return entries.size;
    },
  };
}
