import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { PutOptions, ResourceName, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { deepCopy } from "@/sandbox/kubernetes/json/values";
import {
  type Draft,
  type ResourceType,
  resourceKey,
  storageVersion,
} from "@/sandbox/kubernetes/resources/resource-type";
import { createObject } from "@/sandbox/kubernetes/writes/create-object";
import { deleteObject } from "@/sandbox/kubernetes/writes/delete-object";
import { parseDraft, storedDraft, type WriteContext } from "@/sandbox/kubernetes/writes/draft";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";

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
