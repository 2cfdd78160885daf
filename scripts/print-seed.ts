import type { ClusterObjects, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";

/**
 * Prints the objects that the browser tests expect, for `kubectl apply -f -` to a real cluster that has Istio's
 * CustomResourceDefinitions: the shop's Deployments, and Istio's control plane and ingress as objects.
 */
const ofTheCluster = ["kube-system", "kube-public", "kube-node-lease", "default"];
const items: StoredObject[] = [];
const collector: ClusterObjects = {
  list: () => [],
  get: () => undefined,
  put(_resource, object) {
    items.push(object as StoredObject);
    return object as StoredObject;
  },
  remove: () => {},
  onChange: () => () => {},
};

seedCluster(collector);
const wanted = items.filter(
  ({ kind, metadata }) =>
    !["Node", "CustomResourceDefinition"].includes(kind) && !ofTheCluster.includes(metadata.name),
);
console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items: wanted }, null, 2));
