import type { WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { istioDefinitions } from "./istio-definitions";
import { istioObjects } from "./istio-objects";

const definitions = { group: "apiextensions.k8s.io", plural: "customresourcedefinitions" };

/** Puts an Istio of the version into the cluster, as its installer does; what is there already is kept. */
export function installIstio(objects: WritableClusterObjects, version: string): void {
  for (const definition of istioDefinitions()) objects.put(definitions, definition, { manager: "istioctl" });
  for (const { group, plural, object } of istioObjects(version)) {
    const { name, namespace } = object.metadata as { name: string; namespace?: string };
    const resource = { group, plural };
    const existing = objects.get(resource, namespace, name);
    // An object keeps what others wrote: its labels, its address, its cluster address.
    if (existing === undefined) objects.put(resource, object, { manager: "istioctl" });
  }
}
