import type { ClusterObjects, WritableClusterObjects } from "./cluster-objects";
import { installIstio } from "./seeds/install-istio";
import { istioVersion } from "./seeds/istio-objects";
import { nodeObject } from "./seeds/node-object";
import { shopDeployments, shopNamespaceObject } from "./seeds/shop-objects";

const namespaces = { group: "", plural: "namespaces" };

/**
 * Fills a new cluster: the system namespaces, a node, Istio, and the shop's Deployments in `vamp-demo`.
 * Does nothing to a cluster that has been seeded before, whatever has been deleted from it since.
 */
export function seedCluster(objects: ClusterObjects): void {
  if (objects.get(namespaces, undefined, "kube-system")) return;
  const cluster: WritableClusterObjects = objects;
  for (const name of ["default", "kube-system", "kube-public", "kube-node-lease"]) {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    cluster.put(namespaces, namespace, { manager: "kube-apiserver" });
  }
  cluster.put({ group: "", plural: "nodes" }, nodeObject(), { manager: "kubelet" });
  installIstio(cluster, istioVersion);
  const options = { manager: "kubectl-create" };
  cluster.put(namespaces, shopNamespaceObject(), options);
  for (const shop of shopDeployments()) cluster.put({ group: "apps", plural: "deployments" }, shop, options);
}
