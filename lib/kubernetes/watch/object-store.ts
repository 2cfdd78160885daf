import type { KubernetesObject } from "@/lib/model/object";
import { sortedObjects } from "./sorted-objects";
import type { ChangeType } from "./watch-events";

/**
 * Whether `next` is not newer than `held`. Resource versions are decimal numbers that grow across all objects of a
 * kind (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions). If a server does it
 * differently, only equality counts.
 */
export function isNotNewer(next: string | undefined, held: string | undefined): boolean {
  return next !== undefined && (next === held || isOlder(next, held));
}

/** Whether both are numbers and `one` is smaller: a server whose versions don't compare has no past. */
export function isOlder(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !/^\d+$/.test(one) || !/^\d+$/.test(other)) return false;
  return one.length === other.length ? one < other : one.length < other.length;
}

/** An object whose existence is in doubt. */
export interface Doubt {
  /** Null for cluster-scoped objects. */
  namespace: string | null;
  name: string;
  /** What is known of it now; null if nothing is. */
  held: KubernetesObject | null;
}

export interface ListVersion {
  resourceVersion: string;
  /** The server has reported later versions before: it was restored from a backup, or it is a different one. */
  isEarlierHistory: boolean;
}

export interface ObjectStore<Stored extends KubernetesObject> {
  get(namespace: string | null, name: string): Stored | null;
  /** Sorted by namespace and name; the same array until something changes. */
  list(namespace?: string): readonly Stored[];
  /** Takes over a list. Deletes nothing: returns the objects that it lacks, and those that it would bring back. */
  merge(objects: readonly KubernetesObject[], version: ListVersion): Doubt[];
  /** Returns a doubt and changes nothing if the change contradicts what is known. */
  change(type: ChangeType, object: KubernetesObject): Doubt | null;
  /** The answer to a doubt: the object as it was read. */
  sight(doubt: Doubt, object: KubernetesObject): void;
  /** The answer to a doubt: there is none. False if `reached`, the version seen so far, can't know that yet. */
  bury(doubt: Doubt, reached: string): boolean;
}

export type StoredChange<Stored> = { type: ChangeType; object: Stored; previous: Stored | null };

/**
 * A read that was pending during a deletion returns within half a minute; fewer objects than this are deleted in
 * that time.
 */
const tombstones = 4096;

/**
 * The objects of one kind. Stored objects are frozen: a change is a new object. `keep` selects what is kept of an
 * object; `emit` is called after each change is stored.
 */
export function createObjectStore<Stored extends KubernetesObject>(
  keep: (object: KubernetesObject) => Stored,
  emit: (change: StoredChange<Stored>) => void,
): ObjectStore<Stored> {
  const stored = sortedObjects<Stored>();
  /** The versions at which the latest objects were deleted, oldest first: nothing older brings them back. */
  const buried = new Map<string, string | undefined>();

  function put(object: KubernetesObject): void {
    const { namespace = "", name, resourceVersion } = object.metadata;
    const previous = stored.get(namespace, name);
    buried.delete(keyOf(object));
    // Our own writes are stored before their event arrives, and the event may follow an older one.
    if (previous && resourceVersion === previous.metadata.resourceVersion) return;
    const kept = deepFreeze(keep(object));
    stored.set(namespace, name, kept);
    emit({ type: previous ? "modified" : "added", object: kept, previous });
  }

  function remove(object: KubernetesObject, version: string | undefined): void {
    const { namespace = "", name } = object.metadata;
    const key = keyOf(object);
    buried.delete(key);
    buried.set(key, version);
    const [oldest] = buried.keys();
    if (buried.size > tombstones && oldest !== undefined) buried.delete(oldest);
    const previous = stored.get(namespace, name);
    if (!previous) return;
    stored.delete(namespace, name);
    const last = previous === object ? previous : deepFreeze(keep(object));
    emit({ type: "deleted", object: last, previous });
  }

  const heldOf = ({ metadata: { namespace = "", name } }: KubernetesObject) => stored.get(namespace, name);

  function isFromTheDead(object: KubernetesObject): boolean {
    return isNotNewer(object.metadata.resourceVersion, buried.get(keyOf(object)));
  }

  return {
    get: (namespace, name) => stored.get(namespace ?? "", name),
    list: (namespace) => stored.list(namespace),
    merge(objects, { resourceVersion, isEarlierHistory }) {
      const listed = new Set(objects.map(keyOf));
      const lacking = stored.list().filter((held) => {
        // The watch that continues from this list reports what was written after it.
        const isNewer = !isEarlierHistory && isOlder(resourceVersion, held.metadata.resourceVersion);
        return !listed.has(keyOf(held)) && !isNewer;
      });
      const returned = isEarlierHistory ? objects.filter(isFromTheDead) : [];
      for (const object of objects) {
        if (isFromTheDead(object)) continue;
        const { resourceVersion: next } = object.metadata;
        if (isEarlierHistory || !isOlder(next, heldOf(object)?.metadata.resourceVersion)) put(object);
      }
      // Versions of another history don't compare with new ones.
      if (isEarlierHistory) buried.clear();
      return [...lacking, ...returned].map((object) => doubtOf(object, heldOf(object)));
    },
    change(type, object) {
      const held = heldOf(object);
      const { resourceVersion, uid } = object.metadata;
      const isPast = isOlder(resourceVersion, held?.metadata.resourceVersion);
      const isAnother = held !== null && held.metadata.uid !== uid;
      if (type === "deleted") {
        // The end of a predecessor says nothing about the current object of that name.
        if (isPast && isAnother) return null;
        if (isPast) return doubtOf(object, held);
        remove(object, resourceVersion);
      } else if (isPast && isAnother && type === "added") {
        return doubtOf(object, held);
      } else if (!isNotNewer(resourceVersion, held?.metadata.resourceVersion) && !isFromTheDead(object)) {
        put(object);
      }
      return null;
    },
    sight(doubt, object) {
      const held = heldOf(object);
      // Whatever was reported since the question is later than the answer, unless its version says otherwise.
      const isLate =
        held !== doubt.held && isNotNewer(object.metadata.resourceVersion, held?.metadata.resourceVersion);
      if (!isLate && !isFromTheDead(object)) put(object);
    },
    bury({ namespace, name, held }, reached) {
      const now = stored.get(namespace ?? "", name);
      if (!now || now !== held) return true;
      if (isOlder(reached, now.metadata.resourceVersion)) return false;
      remove(now, reached);
      return true;
    },
  };
}

function doubtOf({ metadata }: KubernetesObject, held: KubernetesObject | null): Doubt {
  return { namespace: metadata.namespace ?? null, name: metadata.name, held };
}

function keyOf({ metadata: { namespace = "", name } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
