import type { ObjectChange, ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";

export interface ObjectStore {
  /** The latest resourceVersion. */
  version(): number;
  get(resource: ResourceName, namespace: string | undefined, name: string): Entry | undefined;
  range(resource: ResourceName, namespace?: string, after?: string): IterableIterator<Entry>;
  size(resource: ResourceName): number;
  /** Stores an object (which must not change afterwards) under a new resourceVersion. */
  commit(resource: ResourceName, object: StoredObject): Entry;
  drop(resource: ResourceName, namespace: string | undefined, name: string): Entry | undefined;
  /** Loads an object of a snapshot unchanged, without an event. */
  restore(resource: ResourceName, object: StoredObject): void;
  /** Advances the resourceVersion; watches can't resume from before it. */
  startFrom(version: number): void;
  history(resource: ResourceName): History;
  resources(): ResourceName[];
  subscribe(listener: (event: StoreEvent) => void): () => void;
}

/** @param historyLimit events to keep per resource; a watch from before them gets 410. */
export function createObjectStore(historyLimit: number): ObjectStore {
  const shelves = new Map<string, { resource: ResourceName; shelf: Shelf; history: History }>();
  const listeners = new Set<(event: StoreEvent) => void>();
  let version = 0;
  let floor = 0;

  const place = (resource: ResourceName) => {
    const key = resourceKey(resource);
    let found = shelves.get(key);
    if (!found) {
      found = { resource, shelf: createShelf(), history: createHistory(historyLimit, floor) };
      shelves.set(key, found);
    }
    return found;
  };
  const pending: StoreEvent[] = [];
  let isPublishing = false;
  /**
   * A listener may write. That change is delivered after the current one, so that all listeners see the same order.
   */
  const publish = (event: StoreEvent): void => {
    place(event.resource).history.add(event);
    pending.push(event);
    if (isPublishing) return;
    isPublishing = true;
    try {
      for (let next = pending.shift(); next; next = pending.shift()) {
        for (const listener of [...listeners]) listener(next);
      }
    } finally {
      isPublishing = false;
    }
  };
  const stamped = (object: StoredObject): Entry => {
    version += 1;
    const { apiVersion, kind, metadata, ...rest } = object;
    return {
      object: { apiVersion, kind, metadata: { ...metadata, resourceVersion: String(version) }, ...rest },
      version,
    };
  };
  return {
    version: () => version,
    get: (resource, namespace, name) => place(resource).shelf.get(entryKey(namespace, name)),
    range: (resource, namespace, after) =>
      place(resource).shelf.range(namespace === undefined ? "" : `${namespace}/`, after),
    size: (resource) => place(resource).shelf.size,
    commit(resource, object) {
      const { shelf } = place(resource);
      const key = entryKey(object.metadata.namespace, object.metadata.name);
      const previous = shelf.get(key);
      const entry = stamped(object);
      shelf.set(key, entry);
      publish({ type: previous ? "MODIFIED" : "ADDED", resource, entry, ...(previous && { previous }) });
      return entry;
    },
    drop(resource, namespace, name) {
      const { shelf } = place(resource);
      const key = entryKey(namespace, name);
      const previous = shelf.get(key);
      if (!previous) return undefined;
      shelf.delete(key);
      const entry = stamped(previous.object);
      publish({ type: "DELETED", resource, entry, previous });
      return entry;
    },
    restore(resource, object) {
      const key = entryKey(object.metadata.namespace, object.metadata.name);
      place(resource).shelf.set(key, { object, version: Number(object.metadata.resourceVersion) });
    },
    startFrom(next) {
      version = Math.max(version, next);
      floor = version;
      for (const { history } of shelves.values()) history.forget(version);
    },
    history: (resource) => place(resource).history,
    resources: () => [...shelves.values()].map(({ resource }) => resource),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The identity of an object. */
export interface ObjectPlace {
  resource: ResourceName;
  namespace: string | undefined;
  name: string;
}

/** Finds objects whose `ownerReferences` name the uid of an owner. */
export interface OwnerIndex {
  dependents(ownerUid: string): ObjectPlace[];
  /** Whether an object with that uid exists. */
  exists(uid: string): boolean;
}

export function createOwnerIndex(store: ObjectStore): OwnerIndex {
  const byOwner = new Map<string, Map<string, ObjectPlace>>();
  const uids = new Set<string>();
  const ownersOf = (object: StoredObject | undefined): string[] =>
    listAt(object, "metadata", "ownerReferences").flatMap((owner) => textAt(owner, "uid") ?? []);

  const add = (resource: ResourceName, object: StoredObject): void => {
    const { uid, namespace, name } = object.metadata;
    uids.add(uid);
    for (const owner of ownersOf(object)) {
      const places = byOwner.get(owner) ?? new Map<string, ObjectPlace>();
      byOwner.set(owner, places.set(uid, { resource: { ...resource }, namespace, name }));
    }
  };
  const forget = (object: StoredObject): void => {
    for (const owner of ownersOf(object)) {
      const places = byOwner.get(owner);
      places?.delete(object.metadata.uid);
      if (places?.size === 0) byOwner.delete(owner);
    }
  };
  for (const resource of store.resources())
    for (const { object } of store.range(resource)) add(resource, object);
  store.subscribe(({ type, resource, entry, previous }) => {
    if (previous) forget(previous.object);
    if (type === "DELETED") uids.delete(entry.object.metadata.uid);
    else add({ group: resource.group, plural: resource.plural }, entry.object);
  });
  return {
    dependents: (ownerUid) => [...(byOwner.get(ownerUid)?.values() ?? [])],
    exists: (uid) => uids.has(uid),
  };
}

/** Whether the place belongs to the resource. */
export function isOf(place: ObjectPlace, resource: ResourceName): boolean {
  return resourceKey(place.resource) === resourceKey(resource);
}

/** A stored object, immutable once stored, with cached JSON. */
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

/** Orders objects like etcd's keys: by namespace, then by name. */
export function entryKey(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The objects of one resource, sorted by key so that a list needs no sort. */
export interface Shelf {
  get(key: string): Entry | undefined;
  set(key: string, entry: Entry): void;
  delete(key: string): void;
  /** Entries whose key has the prefix and comes after `after`, in order. */
  range(prefix: string, after: string | undefined): IterableIterator<Entry>;
  readonly size: number;
}

export function createShelf(): Shelf {
  const entries = new Map<string, Entry>();
  const keys: string[] = [];
  /** Index of the first key that isn't before the given one. */
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

/** A change with the previous state, which watches with selectors need. */
export interface StoreEvent {
  type: ObjectChange["type"];
  resource: ResourceName;
  entry: Entry;
  previous?: Entry;
}

/** The latest events of one resource; watches resume from them. */
export interface History {
  add(event: StoreEvent): void;
  /** Events after the version, or null when some are gone. */
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
      // Drops half at a time, which spreads the cost of moving the list.
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
