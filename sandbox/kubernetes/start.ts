import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { orderlyEnd } from "@/sandbox/http-server";
import { createPodLogs } from "@/sandbox/kubernetes/store/pod-logs";
import { createServiceAddresses } from "@/sandbox/kubernetes/store/service-addresses";
import { createClusterObjects } from "@/sandbox/kubernetes/writes/create-cluster-objects";
import type { Counts, Levers } from "@/sandbox/levers/levers";
import type { Cluster } from "./cluster";
import type { WritableClusterObjects } from "./cluster-objects";
import { startControllers } from "./controllers/start-controllers";
import { createListener } from "./http/server";
import { createRegistry } from "./resources/registry";
import { createObjectStore } from "./store/object-store";
import { createOwnerIndex } from "./store/owner-index";
import { keepSnapshot, loadSnapshot } from "./store/snapshot";

interface KubernetesApiOptions {
  /** The address to listen on, e.g. 127.0.0.1. */
  address: string;
  /** 0 picks a free one. */
  port: number;
  tls: { certificatePem: string; keyPem: string };
  /** The bearer token that every request must carry. */
  token: string;
  levers: Levers;
  counts: Counts;
  /** Where the cluster's state is kept; without it, it ends with the process. */
  snapshotFile?: string;
  /** Events kept a resource for watches to resume from. */
  historyLimit?: number;
}

export interface RunningKubernetesApi {
  url: string;
  port: number;
  objects: WritableClusterObjects;
  /** True where the state came from a snapshot. */
  isRestored: boolean;
  close(): Promise<void>;
}

/** Starts a Kubernetes API server with its controllers, empty or as its snapshot says. */
export async function startKubernetesApi(options: KubernetesApiOptions): Promise<RunningKubernetesApi> {
  const { snapshotFile, tls } = options;
  const store = createObjectStore(options.historyLimit ?? 5_000);
  const restored = snapshotFile === undefined ? null : await loadSnapshot(snapshotFile, store);
  const cluster: Cluster = {
    store,
    registry: createRegistry(store),
    owners: createOwnerIndex(store),
    levers: options.levers,
    addresses: createServiceAddresses(store),
    logs: createPodLogs(restored?.logs ?? {}),
    now: () => new Date(),
  };
  const objects = createClusterObjects(cluster);
  const controllers = startControllers(cluster, objects, restored?.addresses ?? {});
  const extras = () => ({ addresses: controllers.loadBalancerAddresses(), logs: cluster.logs.all() });
  const stopSnapshots = snapshotFile === undefined ? null : keepSnapshot(snapshotFile, store, extras);
  const listener = createListener(cluster, options.counts, options.token);
  const server = createServer(
    { cert: tls.certificatePem, key: tls.keyPem, keepAliveTimeout: 60_000 },
    listener,
  );
  const endServer = orderlyEnd(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${options.address}:${port}`,
    port,
    objects,
    isRestored: restored !== null,
    async close() {
      controllers.close();
      await endServer();
      await stopSnapshots?.();
    },
  };
}
