import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import type { Controller, ControllerContext } from "./controller";
import { createWorkQueue } from "./work-queue";

/**
 * Visits an object soon after it, or an object of the other kind that it owns, has changed; and once at the
 * start. An owner is named by kind and name, so the visit finds out itself whether it is still there.
 */
export function watchQueue(
  { cluster, objects }: ControllerContext,
  resource: ResourceName,
  owned: ResourceName,
  visit: (namespace: string | undefined, name: string) => void,
): Controller {
  const kind = cluster.registry.find(resource.group, resource.plural)?.kind;
  const queue = createWorkQueue((key) => {
    const [namespace, name = ""] = key.split("/");
    visit(namespace === "" ? undefined : namespace, name);
  });
  const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
  const add = ({ metadata }: StoredObject): void => queue.add(keyOf(metadata.namespace, metadata.name));
  for (const object of objects.list(resource)) add(object);
  const stop = objects.onChange((change) => {
    if (resourceKey(change.resource) === resourceKey(resource)) {
      if (change.type !== "DELETED") add(change.object);
    } else if (resourceKey(change.resource) === resourceKey(owned)) {
      for (const owner of listAt(change.object, "metadata", "ownerReferences")) {
        const name = textAt(owner, "name");
        if (name !== undefined && textAt(owner, "kind") === kind) {
          queue.add(keyOf(change.object.metadata.namespace, name));
        }
      }
    }
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}
