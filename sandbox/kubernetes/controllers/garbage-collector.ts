import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { type Draft, resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import type { ObjectPlace } from "@/sandbox/kubernetes/store/object-store";
import { deleteObject } from "@/sandbox/kubernetes/writes/delete-object";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";
import { type Controller, type ControllerContext, createWorkQueue } from "./controller";

const foreground = "foregroundDeletion";

/** Deletes objects when all their owners are gone, and owners in foreground deletion when their dependents are. */
export function startGarbageCollector({ cluster, objects }: ControllerContext): Controller {
  const { owners, registry, store } = cluster;

  const release = (place: ObjectPlace): void => {
    const type = registry.find(place.resource.group, place.resource.plural);
    const entry = store.get(place.resource, place.namespace, place.name);
    if (!type || !entry) return;
    const finalizers = listAt(entry.object, "metadata", "finalizers").filter((name) => name !== foreground);
    const metadata = { ...entry.object.metadata, finalizers };
    const writer = { manager: "kube-controller-manager", operation: "Update" as const, apiVersion: "v1" };
    const next = { ...entry.object, metadata } as unknown as Draft;
    updateObject({ cluster, type, namespace: place.namespace, writer, trusted: true }, entry, next);
  };
  const collect = ({ resource, namespace, name }: ObjectPlace): void => {
    const found = objects.get(resource, namespace, name);
    if (!found || isOwned(found)) return;
    objects.remove(resource, namespace, name);
  };
  const isOwned = (object: StoredObject): boolean => {
    const references = listAt(object, "metadata", "ownerReferences");
    return references.length === 0 || references.some((owner) => owners.exists(textAt(owner, "uid") ?? ""));
  };
  const places = new Map<string, () => void>();
  const queue = createWorkQueue((key) => {
    const work = places.get(key);
    places.delete(key);
    work?.();
  });
  const later = (key: string, work: () => void): void => {
    places.set(key, work);
    queue.add(key, 10);
  };
  const endInForeground = (place: ObjectPlace, uid: string): void => {
    const dependents = owners.dependents(uid);
    if (dependents.length === 0) release(place);
    for (const dependent of dependents) {
      objects.remove(dependent.resource, dependent.namespace, dependent.name);
    }
    if (dependents.length > 0) later(`foreground ${uid}`, () => endInForeground(place, uid));
  };
  const stop = objects.onChange(({ type, resource, object }) => {
    const { uid, namespace, name, finalizers, deletionTimestamp } = object.metadata;
    const place = { resource, namespace, name };
    if (type === "DELETED") {
      for (const dependent of owners.dependents(uid)) {
        later(`${dependent.resource.plural} ${dependent.namespace}/${dependent.name}`, () =>
          collect(dependent),
        );
      }
    } else if (
      deletionTimestamp !== undefined &&
      Array.isArray(finalizers) &&
      finalizers.includes(foreground)
    ) {
      later(`foreground ${uid}`, () => endInForeground(place, uid));
    } else if (type === "ADDED" && !isOwned(object)) later(`orphan ${uid}`, () => collect(place));
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}

/** Removes a kind's objects together with its CustomResourceDefinition. */
export function startDefinitions({ cluster, objects }: ControllerContext): Controller {
  const stop = objects.onChange(({ type, resource, object }) => {
    if (type !== "DELETED" || resourceKey(resource) !== "apiextensions.k8s.io/customresourcedefinitions")
      return;
    const custom = {
      group: textAt(object, "spec", "group") ?? "",
      plural: textAt(object, "spec", "names", "plural") ?? "",
    };
    for (const entry of [...cluster.store.range(custom)]) {
      cluster.store.drop(custom, entry.object.metadata.namespace, entry.object.metadata.name);
    }
  });
  return { close: stop };
}

const namespaces = { group: "", plural: "namespaces" };
const accounts = { group: "", plural: "serviceaccounts" };

/** Gives each Namespace its default ServiceAccount, and empties and removes terminating ones. */
export function startNamespaces({ cluster, objects }: ControllerContext): Controller {
  const { store, registry } = cluster;
  const writer = { manager: "kube-controller-manager", operation: "Update" as const, apiVersion: "v1" };

  const end = (name: string): void => {
    const entry = store.get(namespaces, undefined, name);
    if (!entry) return;
    let remaining = 0;
    for (const type of registry.all()) {
      if (!type.namespaced) continue;
      for (const content of [...store.range(type, name)]) {
        const context = { cluster, type, namespace: name, writer, trusted: true };
        if (!deleteObject(context, content, { propagationPolicy: "Background" }).isGone) remaining += 1;
      }
    }
    if (remaining > 0) {
      queue.add(name, 100);
      return;
    }
    const type = registry.find(namespaces.group, namespaces.plural);
    const last = store.get(namespaces, undefined, name);
    if (!type || !last) return;
    const next = { ...last.object, spec: {} } as unknown as Draft;
    updateObject({ cluster, type, namespace: undefined, writer, trusted: true }, last, next);
  };
  const visit = (name: string): void => {
    const found = objects.get(namespaces, undefined, name);
    if (!found) return;
    if (found.metadata.deletionTimestamp !== undefined) {
      end(name);
      return;
    }
    if (objects.get(accounts, name, "default")) return;
    const metadata = { name: "default", namespace: name };
    objects.put(accounts, { apiVersion: "v1", kind: "ServiceAccount", metadata });
  };
  const queue = createWorkQueue(visit);
  for (const { metadata } of objects.list(namespaces)) queue.add(metadata.name);
  const stop = objects.onChange(({ type, resource, object }) => {
    const key = resourceKey(resource);
    if (key === "/namespaces" && type !== "DELETED") queue.add(object.metadata.name, 20);
    if (key === "/serviceaccounts" && type === "DELETED") queue.add(object.metadata.namespace ?? "", 20);
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}
