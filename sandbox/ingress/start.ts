import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import type { AppRequest, AppResponse } from "@/sandbox/vamp-shop/app";
import { answerAs } from "@/sandbox/vamp-shop/shop";
import { type IngressConfig, readIngressConfig } from "./ingress-config";
import { type Listener, newCredentials, startListener } from "./listener";
import type { IncomingRequest, UpstreamFor } from "./route-request";
import { decidesListeners, decidesRoutes, findDestination, type RunningPod } from "./workloads";

interface IngressOptions {
  objects: ClusterObjects;
  /** The local ports for the Services' ports 443 and 80, on each load balancer's own address. */
  ports: { https: number; http: number };
  /** Calls a pod; the sandbox's own apps by default. */
  ask?(pod: RunningPod, request: AppRequest): Promise<AppResponse>;
}

export interface RunningIngress {
  /** The addresses with open listeners. */
  addresses(): string[];
  /** Resolves when the listeners match the current objects. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How long to wait before trying a port again that is in use. */
const retryMilliseconds = 1000;

/**
 * Starts the ingress: Istio's gateway proxies, behind every load balancer that has a loopback address. A changed
 * object applies to the next request; a new address opens at once.
 */
export async function startIngress({ objects, ports, ask }: IngressOptions): Promise<RunningIngress> {
  const listeners = new Map<string, Listener>();
  const credentials = newCredentials(objects);
  const localPorts = new Map([
    [443, ports.https],
    [80, ports.http],
  ]);
  let current: IngressConfig | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const config = () => (current ??= readIngressConfig(objects));

  const upstreamFor = (request: IncomingRequest): UpstreamFor => {
    const { pods } = config();
    return (namespace) => ({
      find: (destination) => findDestination(objects, pods, destination, namespace, request.port),
      ask: ask ?? (async (pod, asked) => answerAs(pod, asked)),
      sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
      random: Math.random,
    });
  };

  const start = (address: string, port: number, localPort: number) =>
    startListener({
      address,
      localPort,
      port,
      httpsPort: ports.https,
      config: () => config().port(address, port),
      credential: ({ server }, namespace) => credentials(server, namespace),
      upstreamFor,
    });

  /** Opens and closes listeners until they match the objects. */
  const reconcile = async () => {
    const wanted = new Set<string>();
    for (const address of closed ? [] : config().addresses) {
      for (const [port, localPort] of localPorts) {
        if (!config().exposes(address, port)) continue;
        const key = `${address} ${port}`;
        wanted.add(key);
        if (listeners.has(key)) continue;
        try {
          listeners.set(key, await start(address, port, localPort));
        } catch (error) {
          console.warn(`ingress: cannot listen on ${address}:${localPort}: ${(error as Error).message}`);
          retry ??= setTimeout(again, retryMilliseconds);
        }
      }
    }
    for (const [key, listener] of listeners) {
      if (wanted.has(key)) continue;
      listeners.delete(key);
      await listener.close();
    }
  };
  const again = () => {
    retry = undefined;
    work = work.then(reconcile).catch(report);
  };

  let work = reconcile();
  let scheduled = false;
  const stop = objects.onChange(({ resource }) => {
    if (decidesRoutes(resource)) current = undefined;
    if (scheduled || !decidesListeners(resource)) return;
    // Many objects change together, so the listeners are updated once for all of them.
    scheduled = true;
    work = work
      .then(() => {
        scheduled = false;
        return reconcile();
      })
      .catch(report);
  });
  await work;
  return {
    addresses: () => [...new Set([...listeners.keys()].map((key) => key.split(" ")[0] ?? ""))],
    settled: () => work,
    async close() {
      stop();
      closed = true;
      clearTimeout(retry);
      work = work.then(reconcile);
      await work;
    },
  };
}

function report(error: unknown): void {
  console.error("ingress: cannot follow the cluster's objects:", error);
}
