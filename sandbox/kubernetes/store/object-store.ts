import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import {
  createHistory,
  createShelf,
  type Entry,
  entryKey,
  type History,
  type Shelf,
  type StoreEvent,
} from "./shelf";

export interface ObjectStore {
  /** The latest resourceVersion. */
  version(): number;
  get(resource: ResourceName, namespace: string | undefined, name: string): Entry | undefined;
  range(resource: ResourceName, namespace?: string, after?: string): IterableIterator<Entry>;
  size(resource: ResourceName): number;
  /** Stores an object (which must not be changed afterwards) under a new resourceVersion. */
  commit(resource: ResourceName, object: StoredObject): Entry;
  drop(resource: ResourceName, namespace: string | undefined, name: string): Entry | undefined;
  /** Puts back an object of a snapshot as it was, without an event. */
  restore(resource: ResourceName, object: StoredObject): void;
  /** Moves the resourceVersion on; watches cannot resume from before it. */
  startFrom(version: number): void;
  history(resource: ResourceName): History;
  resources(): ResourceName[];
  subscribe(listener: (event: StoreEvent) => void): () => void;
}

/** @param historyLimit events kept a resource; a watch from before them is answered 410. */
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
  /** A listener may write; what it writes is told after the present change, so that all hear one order. */
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

/** Where an object is. */
export interface ObjectPlace {
  resource: ResourceName;
  namespace: string | undefined;
  name: string;
}

/** Finds objects by the uid of an owner that their `ownerReferences` name. */
export interface OwnerIndex {
  dependents(ownerUid: string): ObjectPlace[];
  /** True while an object of that uid is stored. */
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

/** True where the place is one of the resource. */
export function isOf(place: ObjectPlace, resource: ResourceName): boolean {
  return resourceKey(place.resource) === resourceKey(resource);
}
