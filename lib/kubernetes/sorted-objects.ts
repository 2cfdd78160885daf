/** Objects by namespace and name. A change costs one search and one shift: nothing is sorted anew. */
export interface SortedObjects<Item> {
  get(namespace: string, name: string): Item | null;
  set(namespace: string, name: string, item: Item): void;
  delete(namespace: string, name: string): void;
  /** Sorted by namespace and name; the same array until something of it changes. */
  list(namespace?: string): readonly Item[];
}

interface Sorted<Value> {
  values: Map<string, Value>;
  keys: string[];
  /** The values by their keys, as it was given out; null once it is no longer right. */
  given: readonly Value[] | null;
}

export function sortedObjects<Item>(): SortedObjects<Item> {
  const namespaces = sorted<Sorted<Item>>();
  let everything: readonly Item[] | null = null;

  return {
    get: (namespace, name) => namespaces.values.get(namespace)?.values.get(name) ?? null,
    set(namespace, name, item) {
      const within = namespaces.values.get(namespace) ?? sorted<Item>();
      put(namespaces, namespace, within);
      put(within, name, item);
      everything = null;
    },
    delete(namespace, name) {
      const within = namespaces.values.get(namespace);
      if (!within) return;
      take(within, name);
      if (within.keys.length === 0) take(namespaces, namespace);
      everything = null;
    },
    list(namespace) {
      if (namespace !== undefined) return given(namespaces.values.get(namespace) ?? sorted<Item>());
      everything ??= given(namespaces).flatMap((within) => given(within));
      return everything;
    },
  };
}

function sorted<Value>(): Sorted<Value> {
  return { values: new Map(), keys: [], given: null };
}

function given<Value>(of: Sorted<Value>): readonly Value[] {
  of.given ??= of.keys.map((key) => of.values.get(key) as Value);
  return of.given;
}

function put<Value>(of: Sorted<Value>, key: string, value: Value): void {
  if (of.values.get(key) === value) return;
  if (!of.values.has(key)) of.keys.splice(placeOf(of.keys, key), 0, key);
  of.values.set(key, value);
  of.given = null;
}

function take<Value>(of: Sorted<Value>, key: string): void {
  if (!of.values.delete(key)) return;
  of.keys.splice(placeOf(of.keys, key), 1);
  of.given = null;
}

/** Where the key is, or belongs; at the end in most cases while a list is read, as API servers sort theirs. */
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
