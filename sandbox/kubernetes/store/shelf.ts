import type { ObjectChange, ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";

/** A stored object, never changed after it is stored, with its JSON made once. */
export interface Entry {
  readonly object: StoredObject;
  readonly version: number;
  text?: string;
}

/** The object as JSON; `apiVersion` and `kind` come first, which lists and versions rely on. */
export function entryText(entry: Entry): string {
  entry.text ??= JSON.stringify(entry.object);
  return entry.text;
}

/** Orders objects as etcd's keys do: by namespace, then by name. */
export function entryKey(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

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

/** A change with what was there before, which watches with selectors need. */
export interface StoreEvent {
  type: ObjectChange["type"];
  resource: ResourceName;
  entry: Entry;
  previous?: Entry;
}

/** The latest events of one resource, from which watches resume. */
export interface History {
  add(event: StoreEvent): void;
  /** Events after the version, or null when some of them are no longer kept. */
  since(version: number): StoreEvent[] | null;
  /** Drops everything up to the version. */
  forget(version: number): void;
}

/** @param oldest the version before which nothing is known. */
export function createHistory(limit: number, oldest: number): History {
  let events: StoreEvent[] = [];
  let floor = oldest;
  return {
    add(event) {
      events.push(event);
      // Trimmed in halves so that the cost of moving the list is spread.
      if (events.length >= 2 * limit) {
        const dropped = events.splice(0, events.length - limit);
        floor = dropped.at(-1)?.entry.version ?? floor;
      }
    },
    since(version) {
      if (version < floor) return null;
      let from = events.length;
      while (from > 0 && (events[from - 1]?.entry.version ?? 0) > version) from -= 1;
      return events.slice(from);
    },
    forget(version) {
      events = [];
      floor = version;
    },
  };
}
