import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { orderlyEnd } from "@/sandbox/http-server";
import { snapshot } from "@/sandbox/kept-file";
import type { Counts, Levers } from "@/sandbox/levers/levers";
import {
  type Cluster,
  clusterText,
  createPodLogs,
  createServiceAddresses,
  restoreObjects,
  type SavedCluster,
} from "./cluster";
import type { PutOptions, ResourceName, WritableClusterObjects } from "./cluster-objects";
import { startAutoscalers } from "./controllers/autoscalers";
import { startDeployments, startPodSets } from "./controllers/deployments";
import { startDefinitions, startGarbageCollector, startNamespaces } from "./controllers/garbage-collector";
import { startJobs } from "./controllers/jobs";
import { startKubelet } from "./controllers/kubelet";
import { startEndpoints, startLoadBalancers } from "./controllers/services";
import { type Access, createAccess } from "./http/access";
import { createListener } from "./http/resource-handler";
import { deepCopy } from "./json/values";
import { createRegistry } from "./resources/registry";
import { type Draft, type ResourceType, resourceKey, storageVersion } from "./resources/resource-type";
import { createObjectStore, createOwnerIndex } from "./store/object-store";
import { createObject } from "./writes/create-object";
import { deleteObject } from "./writes/delete-object";
import { parseDraft, storedDraft, type WriteContext } from "./writes/draft";
import { updateObject } from "./writes/update-object";

interface KubernetesApiOptions {
  /** The address to listen on, e.g. 127.0.0.1. */
  address: string;
  /** 0 picks a free port. */
  port: number;
  tls: { certificatePem: string; keyPem: string };
  /** The bearer token that every request needs. */
  token: string;
  levers: Levers;
  counts: Counts;
  /** The file for the cluster's state; without it, the state ends with the process. */
  snapshotFile?: string;
  /** How many events to keep per resource, for watches to resume from. */
  historyLimit?: number;
}

export interface RunningKubernetesApi {
  url: string;
  port: number;
  objects: WritableClusterObjects;
  /** Whether the state came from a snapshot. */
  isRestored: boolean;
  /** Tokens of ServiceAccounts, for which RBAC counts, and what they have used. */
  access: Pick<Access, "serviceAccountToken" | "used">;
  close(): Promise<void>;
}

/** Starts a Kubernetes API server with its controllers, empty or from a snapshot. */
export async function startKubernetesApi(options: KubernetesApiOptions): Promise<RunningKubernetesApi> {
  const { tls } = options;
  const store = createObjectStore(options.historyLimit ?? 5_000);
  const file = snapshot<SavedCluster>(options.snapshotFile, () =>
    clusterText(store, { addresses: controllers.loadBalancerAddresses(), logs: cluster.logs.all() }),
  );
  const restored = file.read();
  if (restored) restoreObjects(store, restored);
  const cluster: Cluster = {
    store,
    registry: createRegistry(store),
    owners: createOwnerIndex(store),
    levers: options.levers,
    addresses: createServiceAddresses(store),
    logs: createPodLogs(restored?.extras.logs ?? {}),
    now: () => new Date(),
  };
  const objects = createClusterObjects(cluster);
  const controllers = startControllers(cluster, objects, restored?.extras.addresses ?? {});
  const stopSnapshots = store.subscribe(file.changed);
  const access = createAccess(cluster, options.token);
  const listener = createListener(cluster, options.counts, access);
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
    isRestored: restored !== undefined,
    access,
    async close() {
      controllers.close();
      await endServer();
      stopSnapshots();
      // Logs and addresses can change without a change to an object.
      file.changed();
      file.flush();
    },
  };
}

interface RunningControllers {
  loadBalancerAddresses(): Record<string, string>;
  close(): void;
}

/** Starts what a control plane and its nodes do. */
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

export function createClusterObjects(cluster: Cluster): WritableClusterObjects {
  const { store } = cluster;
  const context = (type: ResourceType, namespace: string | undefined, options: PutOptions): WriteContext => ({
    cluster,
    type,
    namespace,
    writer: {
      manager: options.manager ?? "kube-controller-manager",
      operation: "Update",
      apiVersion: storageVersion(type),
      ...(options.subresource && { subresource: options.subresource }),
    },
    subresource: options.subresource,
    trusted: true,
  });
  return {
    list: (resource, namespace) => [...store.range(resource, namespace)].map(({ object }) => object),
    get: (resource, namespace, name) => store.get(resource, namespace, name)?.object,
    put(resource, object, options = {}) {
      const type = typeOf(cluster, resource);
      const draft: Draft = storedDraft(type, parseDraft(deepCopy(object), type));
      const { namespace, name } = draft.metadata;
      const existing = store.get(type, namespace, name);
      const write = context(type, namespace, options);
      return (existing ? updateObject(write, existing, draft) : createObject(write, draft)).object;
    },
    remove(resource, namespace, name) {
      const type = typeOf(cluster, resource);
      const existing = store.get(type, namespace, name);
      if (existing) deleteObject(context(type, namespace, {}), existing, {});
    },
    onChange: (listener) =>
      store.subscribe(({ type, resource, entry }) => listener({ type, resource, object: entry.object })),
  };
}

function typeOf(cluster: Cluster, resource: ResourceName): ResourceType {
  const type = cluster.registry.find(resource.group, resource.plural);
  if (!type)
    throw new Error(
      `the cluster serves no ${resourceKey(resource)}; is its CustomResourceDefinition missing?`,
    );
  return type;
}
