import type { Cluster } from "./cluster";
import { deepCopy } from "./json/values";
import { type Draft, type ResourceType, resourceKey, storageVersion } from "./resources/resource-type";
import { createObject } from "./writes/create-object";
import { deleteObject } from "./writes/delete-object";
import { parseDraft, storedDraft, type WriteContext } from "./writes/draft";
import { updateObject } from "./writes/update-object";

/** A stored Kubernetes object as JSON; the API server's own view, resourceVersion included. */
export interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    creationTimestamp: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

export interface ResourceName {
  /** "" is the core group. */
  group: string;
  /** e.g. "secrets", "gateways". */
  plural: string;
}

export interface ObjectChange {
  type: "ADDED" | "MODIFIED" | "DELETED";
  resource: ResourceName;
  object: StoredObject;
}

/**
 * The sandbox's controllers (load balancers, ingress) read and write the API server's objects in process,
 * so that what is counted on the wire is the panel's own traffic.
 */
export interface ClusterObjects {
  /** All objects of the kind, of one namespace when given, sorted by namespace and name. */
  list(resource: ResourceName, namespace?: string): StoredObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined;
  /** Creates or replaces by (namespace, name), keeping uid and creationTimestamp; sends watch events. */
  put(resource: ResourceName, object: unknown): StoredObject;
  remove(resource: ResourceName, namespace: string | undefined, name: string): void;
  /** Called after each stored change, in order. Returns the function that stops it. */
  onChange(listener: (change: ObjectChange) => void): () => void;
}

/** How an object is written in process: who is recorded as its writer. */
interface PutOptions {
  /** Field manager; the control plane's own unless said otherwise. */
  manager?: string;
  subresource?: "status";
}

/** The view of the cluster that controllers, seeds and the ingress work with. */
export interface WritableClusterObjects extends ClusterObjects {
  put(resource: ResourceName, object: unknown, options?: PutOptions): ReturnType<ClusterObjects["put"]>;
}

export function createClusterObjects(cluster: Cluster): WritableClusterObjects {
  const { store } = cluster;
  const context = (type: ResourceType, namespace: string | undefined, options: PutOptions): WriteContext => ({
    cluster,
    type,
    namespace,
    writer: {
      manager: options.manager ?? "kube-controller-manager",
      operation: "Update",
      apiVersion: storageVersion(type),
      ...(options.subresource && { subresource: options.subresource }),
    },
    subresource: options.subresource,
    trusted: true,
  });
  return {
    list: (resource, namespace) => [...store.range(resource, namespace)].map(({ object }) => object),
    get: (resource, namespace, name) => store.get(resource, namespace, name)?.object,
    put(resource, object, options = {}) {
      const type = typeOf(cluster, resource);
      const draft: Draft = storedDraft(type, parseDraft(deepCopy(object), type));
      const { namespace, name } = draft.metadata;
      const existing = store.get(type, namespace, name);
      const write = context(type, namespace, options);
      return (existing ? updateObject(write, existing, draft) : createObject(write, draft)).object;
    },
    remove(resource, namespace, name) {
      const type = typeOf(cluster, resource);
      const existing = store.get(type, namespace, name);
      if (existing) deleteObject(context(type, namespace, {}), existing, {});
    },
    onChange: (listener) =>
      store.subscribe(({ type, resource, entry }) => listener({ type, resource, object: entry.object })),
  };
}

function typeOf(cluster: Cluster, resource: ResourceName): ResourceType {
  const type = cluster.registry.find(resource.group, resource.plural);
  if (!type)
    throw new Error(
      `the cluster serves no ${resourceKey(resource)}; is its CustomResourceDefinition missing?`,
    );
  return type;
}
