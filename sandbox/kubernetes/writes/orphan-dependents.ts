import type { Cluster } from "@/sandbox/kubernetes/cluster";
import { listAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { updateObject } from "./update-object";

/** Takes the owner's reference from everything that names it, so that its going leaves them. */
export function orphanDependents(cluster: Cluster, ownerUid: string): void {
  for (const { resource, namespace, name } of cluster.owners.dependents(ownerUid)) {
    const type = cluster.registry.find(resource.group, resource.plural);
    const entry = cluster.store.get(resource, namespace, name);
    if (!type || !entry) continue;
    const ownerReferences = listAt(entry.object, "metadata", "ownerReferences").filter(
      (owner) => textAt(owner, "uid") !== ownerUid,
    );
    const next = { ...entry.object, metadata: { ...entry.object.metadata, ownerReferences } };
    const { apiVersion } = entry.object;
    const writer = { manager: "kube-controller-manager", operation: "Update" as const, apiVersion };
    updateObject({ cluster, type, namespace, writer, trusted: true }, entry, next as unknown as Draft);
  }
}
