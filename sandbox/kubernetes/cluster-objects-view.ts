import type { Cluster } from "./cluster";
import type { ClusterObjects, ResourceName } from "./cluster-objects";
import { deepCopy } from "./json/deep-copy";
import { type Draft, type ResourceType, resourceKey, storageVersion } from "./resources/resource-type";
import { createObject } from "./writes/create-object";
import { deleteObject } from "./writes/delete-object";
import { parseDraft, storedDraft } from "./writes/parse-draft";
import { updateObject } from "./writes/update-object";
import type { WriteContext } from "./writes/write-context";

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
