import type { KubernetesObject } from "./object";
import { isNotNewer } from "./resource-version";
import type { ChangeType } from "./watch-events";

export interface ObjectStore<Stored extends KubernetesObject> {
  get(namespace: string | null, name: string): Stored | null;
  /** Sorted by namespace and name; the same array until something changes. */
  list(namespace?: string): readonly Stored[];
  replace(objects: readonly KubernetesObject[]): void;
  change(type: ChangeType, object: KubernetesObject): void;
}

export type StoredChange<Stored> = { type: ChangeType; object: Stored; previous: Stored | null };

/**
 * The objects of one kind. What is stored is frozen: a change is a new object. `keep` takes what is to be
 * kept of an object; `emit` hears of each change after it is stored.
 */
export function createObjectStore<Stored extends KubernetesObject>(
  keep: (object: KubernetesObject) => Stored,
  emit: (change: StoredChange<Stored>) => void,
): ObjectStore<Stored> {
  const namespaces = new Map<string, Map<string, Stored>>();
  const sorted = new Map<string, readonly Stored[]>();
  let everything: readonly Stored[] | null = null;

  function get(namespace: string | null, name: string): Stored | null {
    return namespaces.get(namespace ?? "")?.get(name) ?? null;
  }

  function touched(namespace: string): void {
    sorted.delete(namespace);
    everything = null;
  }

  function put(object: KubernetesObject): void {
    const { namespace = "", name, resourceVersion } = object.metadata;
    const previous = get(namespace, name);
    // Our own writes are put here before their event comes, and the event may follow an older one.
    if (previous && resourceVersion === previous.metadata.resourceVersion) return;
    const stored = deepFreeze(keep(object));
    let named = namespaces.get(namespace);
    if (!named) {
      named = new Map();
      namespaces.set(namespace, named);
    }
    named.set(name, stored);
    touched(namespace);
    emit({ type: previous ? "modified" : "added", object: stored, previous });
  }

  function remove(namespace: string, name: string, last: KubernetesObject | null): void {
    const previous = get(namespace, name);
    const named = namespaces.get(namespace);
    if (!previous || !named) return;
    named.delete(name);
    if (named.size === 0) namespaces.delete(namespace);
    touched(namespace);
    emit({ type: "deleted", object: last ? deepFreeze(keep(last)) : previous, previous });
  }

  return {
    get,
    list(namespace) {
      if (namespace === undefined) {
        everything ??= [...namespaces.keys()].sort().flatMap((each) => listOf(each));
        return everything;
      }
      return listOf(namespace);
    },
    replace(objects) {
      const listed = new Set(objects.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`));
      for (const [namespace, named] of namespaces)
        for (const name of [...named.keys()])
          if (!listed.has(`${namespace}/${name}`)) remove(namespace, name, null);
      for (const object of objects) put(object);
    },
    change(type, object) {
      const { namespace = "", name, resourceVersion, uid } = object.metadata;
      const held = get(namespace, name);
      if (type === "deleted") {
        const replacedSince =
          held && held.metadata.uid !== uid && !isNotNewer(held.metadata.resourceVersion, resourceVersion);
        if (!replacedSince) remove(namespace, name, object);
      } else if (!isNotNewer(resourceVersion, held?.metadata.resourceVersion)) {
        put(object);
      }
    },
  };

  function listOf(namespace: string): readonly Stored[] {
    const known = sorted.get(namespace);
    if (known) return known;
    const named = namespaces.get(namespace);
    const list = named
      ? [...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each)
      : [];
    if (named) sorted.set(namespace, list);
    return list;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
