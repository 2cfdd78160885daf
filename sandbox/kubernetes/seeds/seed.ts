import type { ClusterObjects, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { deployment, installIstio, istioVersion } from "./istio";

const namespaces = { group: "", plural: "namespaces" };

/**
 * Fills a new cluster: the system namespaces, a node, Istio, and the shop's Deployments in `vamp-demo`.
 * Skips a cluster that was seeded before, no matter what has been deleted since.
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

/** The demo's Namespace, with sidecar injection, which makes it a virtual cluster. */
export function shopNamespaceObject(): Record<string, unknown> {
  const metadata = { name: shopNamespace, labels: { "istio-injection": "enabled" } };
  return { apiVersion: "v1", kind: "Namespace", metadata };
}

/** The shop's two versions; the user creates its Service. */
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

export const nodeName = "sandbox-control-plane";

/** The only node. */
export function nodeObject(): Record<string, unknown> {
  const labels = {
    "kubernetes.io/hostname": nodeName,
    "kubernetes.io/os": "linux",
    "node-role.kubernetes.io/control-plane": "",
  };
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: nodeName, labels },
    spec: { podCIDR: "10.244.0.0/16" },
    status: {
      addresses: [
        { type: "InternalIP", address: "127.0.0.1" },
        { type: "Hostname", address: nodeName },
      ],
      capacity: { cpu: "8", memory: "16Gi", pods: "110" },
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "kubelet is posting ready status",
          lastHeartbeatTime: at,
          lastTransitionTime: at,
        },
      ],
      nodeInfo: {
        kubeletVersion: "v1.32.4",
        osImage: "Sandbox",
        architecture: "amd64",
        operatingSystem: "linux",
      },
    },
  };
}
