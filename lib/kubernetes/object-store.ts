import type { KubernetesObject } from "./object";
import { isNotNewer } from "./resource-version";
import { sortedObjects } from "./sorted-objects";
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
  const stored = sortedObjects<Stored>();

  function put(object: KubernetesObject): void {
    const { namespace = "", name, resourceVersion } = object.metadata;
    const previous = stored.get(namespace, name);
    // Our own writes are put here before their event comes, and the event may follow an older one.
    if (previous && resourceVersion === previous.metadata.resourceVersion) return;
    const kept = deepFreeze(keep(object));
    stored.set(namespace, name, kept);
    emit({ type: previous ? "modified" : "added", object: kept, previous });
  }

  function remove(namespace: string, name: string, last: KubernetesObject | null): void {
    const previous = stored.get(namespace, name);
    if (!previous) return;
    stored.delete(namespace, name);
    emit({ type: "deleted", object: last ? deepFreeze(keep(last)) : previous, previous });
  }

  return {
    get: (namespace, name) => stored.get(namespace ?? "", name),
    list: (namespace) => stored.list(namespace),
    replace(objects) {
      const listed = new Set(objects.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`));
      for (const { metadata } of stored.list()) {
        const { namespace = "", name } = metadata;
        if (!listed.has(`${namespace}/${name}`)) remove(namespace, name, null);
      }
      for (const object of objects) put(object);
    },
    change(type, object) {
      const { namespace = "", name, resourceVersion, uid } = object.metadata;
      const held = stored.get(namespace, name);
      if (type === "deleted") {
        const replacedSince =
          held && held.metadata.uid !== uid && !isNotNewer(held.metadata.resourceVersion, resourceVersion);
        if (!replacedSince) remove(namespace, name, object);
      } else if (!isNotNewer(resourceVersion, held?.metadata.resourceVersion)) {
        put(object);
      }
    },
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
