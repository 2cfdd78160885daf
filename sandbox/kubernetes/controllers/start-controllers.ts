import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { startAutoscalers } from "./autoscalers";
import { startDeployments } from "./deployments";
import { startEndpoints } from "./endpoints";
import { startDefinitions, startGarbageCollector } from "./garbage-collector";
import { startJobs } from "./jobs";
import { startKubelet } from "./kubelet";
import { startLoadBalancers } from "./load-balancers";
import { startNamespaces } from "./namespaces";
import { startPodSets } from "./pod-sets";

interface RunningControllers {
  loadBalancerAddresses(): Record<string, string>;
  close(): void;
}

/** Starts what a control plane and its nodes would do. */
export function startControllers(
  cluster: Cluster,
  objects: WritableClusterObjects,
  addresses: Readonly<Record<string, string>>,
): RunningControllers {
  const context = { cluster, objects };
  const loadBalancers = startLoadBalancers(context, addresses);
  const others = [
    startNamespaces,
    startGarbageCollector,
    startDefinitions,
    startDeployments,
    startPodSets,
    startKubelet,
    startJobs,
    startAutoscalers,
    startEndpoints,
  ].map((start) => start(context));
  return {
    loadBalancerAddresses: loadBalancers.addresses,
    close() {
      loadBalancers.close();
      for (const controller of others) controller.close();
    },
  };
}
