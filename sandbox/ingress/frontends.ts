import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, textAt, textsAt } from "@/sandbox/kubernetes/json/value-at";
import { resources } from "./resources";
import { selects } from "./selects";
import type { RunningPod } from "./workloads";

/** A load balancer's address with the proxy pods behind it. */
export interface Frontend {
  address: string;
  /** Namespace of the Service and so of its pods: where the proxies read their Secrets. */
  namespace: string;
  /** The ports that the Service exposes. */
  ports: number[];
  /** Labels of the proxy pods, which Gateways select by. */
  proxyLabels: Record<string, string>[];
}

/** Every LoadBalancer Service that has a loopback address and a running pod behind it. */
export function frontends(objects: ClusterObjects, pods: RunningPod[]): Frontend[] {
  return objects.list(resources.services).flatMap((service) => {
    const address = textAt(listAt(service, "status", "loadBalancer", "ingress")[0], "ip");
    if (textAt(service, "spec", "type") !== "LoadBalancer" || !address?.startsWith("127.")) return [];
    const namespace = service.metadata.namespace ?? "default";
    const selector = textsAt(service, "spec", "selector");
    const proxyLabels = pods
      .filter((pod) => pod.namespace === namespace && selects(selector, pod.labels))
      .map(({ labels }) => labels);
    const ports = listAt(service, "spec", "ports").flatMap((port) => numberAt(port, "port") ?? []);
    return proxyLabels.length > 0 ? [{ address, namespace, ports, proxyLabels }] : [];
  });
}
