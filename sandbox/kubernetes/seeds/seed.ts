import type { ClusterObjects, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { deployment, installIstio, istioVersion } from "./istio";
import { nodeObject } from "./node-object";

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

const shopNamespace = "vamp-demo";

/** The Namespace of the demo: with sidecar injection, which is what makes it a virtual cluster. */
export function shopNamespaceObject(): Record<string, unknown> {
  const metadata = { name: shopNamespace, labels: { "istio-injection": "enabled" } };
  return { apiVersion: "v1", kind: "Namespace", metadata };
}

/** The shop's two versions; its Service is the user's to create. */
export function shopDeployments(): Record<string, unknown>[] {
  return ["1", "2"].map((major) => {
    const labels = { app: "shop", deployment: `shop-v${major}`, version: `v${major}` };
    return deployment({
      name: `shop-v${major}`,
      namespace: shopNamespace,
      labels,
      selector: labels,
      container: {
        name: "shop",
        image: `vamp/shop:${major}.0`,
        ports: [{ name: "http", containerPort: 9191 }],
      },
    });
  });
}
