/** Objects sorted by namespace and name. A change costs one search and one shift; nothing is sorted again. */
export interface SortedObjects<Item> {
  get(namespace: string, name: string): Item | null;
  set(namespace: string, name: string, item: Item): void;
  delete(namespace: string, name: string): void;
  /** Sorted by namespace and name; the same array until something in it changes. */
  list(namespace?: string): readonly Item[];
}

interface Sorted<Value> {
  keys: string[];
  /** By their keys. */
  values: Value[];
  /** The copy of the values that callers got; null once it is outdated. */
  given: readonly Value[] | null;
}

export function sortedObjects<Item>(): SortedObjects<Item> {
  const namespaces = sorted<Sorted<Item>>();
  const nothing: readonly Item[] = [];
  let everything: readonly Item[] | null = null;

  return {
    get(namespace, name) {
      const within = find(namespaces, namespace);
      return (within && find(within, name)) ?? null;
    },
    set(namespace, name, item) {
      const within = find(namespaces, namespace) ?? sorted<Item>();
      put(within, name, item);
      put(namespaces, namespace, within);
      everything = null;
    },
    delete(namespace, name) {
      const within = find(namespaces, namespace);
      if (!within) return;
      take(within, name);
      if (within.keys.length === 0) take(namespaces, namespace);
      everything = null;
    },
    list(namespace) {
      if (namespace !== undefined) {
        const within = find(namespaces, namespace);
        return within ? given(within) : nothing;
      }
      everything ??= nothing.concat(...namespaces.values.map(given));
      return everything;
    },
  };
}

function sorted<Value>(): Sorted<Value> {
  return { keys: [], values: [], given: null };
}

function given<Value>(of: Sorted<Value>): readonly Value[] {
  of.given ??= of.values.slice();
  return of.given;
}

function find<Value>({ keys, values }: Sorted<Value>, key: string): Value | undefined {
  const place = placeOf(keys, key);
  return keys[place] === key ? values[place] : undefined;
}

function put<Value>(of: Sorted<Value>, key: string, value: Value): void {
  const place = placeOf(of.keys, key);
  if (of.keys[place] === key) of.values[place] = value;
  else {
    of.keys.splice(place, 0, key);
    of.values.splice(place, 0, value);
  }
  of.given = null;
}

function take<Value>(of: Sorted<Value>, key: string): void {
  const place = placeOf(of.keys, key);
  if (of.keys[place] !== key) return;
  of.keys.splice(place, 1);
  of.values.splice(place, 1);
  of.given = null;
}

/**
 * The index of the key, or where it belongs. Usually at the end while reading a list, because API servers sort
 * theirs.
 */
function placeOf(keys: readonly string[], key: string): number {
  const last = keys.at(-1);
  if (last === undefined || last < key) return keys.length;
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
