import type { Cluster } from "../cluster";
import type { WritableClusterObjects } from "../cluster-objects-view";
import { startLoadBalancers } from "./load-balancers";
import { startNamespaces } from "./namespaces";

export interface RunningControllers {
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
  const others = [startNamespaces(context)];
  return {
    loadBalancerAddresses: loadBalancers.addresses,
    close() {
      loadBalancers.close();
      for (const controller of others) controller.close();
    },
  };
}
