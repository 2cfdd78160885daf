import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isOf } from "@/sandbox/kubernetes/store/owner-index";
import type { ControllerContext } from "./controller";

/** The reference by which a controller's object owns another. */
export function controllerReference(owner: StoredObject): Record<string, unknown> {
  const { apiVersion, kind } = owner;
  const { name, uid } = owner.metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The objects of a kind that the owner owns, by name. */
export function ownedObjects(
  { cluster, objects }: ControllerContext,
  owner: StoredObject,
  resource: ResourceName,
): StoredObject[] {
  return cluster.owners
    .dependents(owner.metadata.uid)
    .filter((place) => isOf(place, resource))
    .flatMap((place) => objects.get(resource, place.namespace, place.name) ?? [])
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** Writes the object's status; one that is the same is not written again. */
export function putStatus(
  { objects }: ControllerContext,
  resource: ResourceName,
  object: StoredObject,
  status: Record<string, unknown>,
  manager = "kube-controller-manager",
): StoredObject {
  return objects.put(resource, { ...object, status }, { manager, subresource: "status" });
}
