import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import type { ObjectStore } from "./object-store";

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
