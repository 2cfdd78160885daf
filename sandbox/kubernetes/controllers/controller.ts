import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";

/** What a controller works with. Everything it starts, it ends in `close`. */
export interface ControllerContext {
  cluster: Cluster;
  objects: WritableClusterObjects;
}

export interface Controller {
  close(): void;
}
