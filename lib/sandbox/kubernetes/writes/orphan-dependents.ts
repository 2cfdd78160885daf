import type { Cluster } from "../cluster";
import { listAt, textAt } from "../json/value-at";
import type { Draft } from "../resources/resource-type";
import { updateObject } from "./update-object";

/** Takes the owner's reference from everything that names it, so that its going leaves them. */
export function orphanDependents(cluster: Cluster, ownerUid: string): void {
  for (const type of cluster.registry.all()) {
    for (const entry of [...cluster.store.range(type)]) {
      const owners = listAt(entry.object, "metadata", "ownerReferences");
      const others = owners.filter((owner) => textAt(owner, "uid") !== ownerUid);
      if (others.length === owners.length) continue;
      const { namespace, ownerReferences: _owners, ...metadata } = entry.object.metadata;
      const next = {
        ...entry.object,
        metadata: {
          ...metadata,
          ...(namespace !== undefined && { namespace }),
          ...(others.length > 0 && { ownerReferences: others }),
        },
      } as unknown as Draft;
      const writer = {
        manager: "kube-controller-manager",
        operation: "Update" as const,
        apiVersion: next.apiVersion,
      };
      updateObject({ cluster, type, namespace, writer, trusted: true }, entry, next);
    }
  }
}
