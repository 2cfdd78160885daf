import type { StreamMessage, Topic } from "@/lib/api/stream";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/cluster-cache";
import { metadataSecret } from "@/lib/kubernetes/metadata-keys";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "./log";
import { securedHostView } from "./views/secured-host-view";
import type { LiveWalks } from "./walks/live-walks";
import type { SecuredHostIndex } from "./walks/secured-host-index";

/** What the browsers are told as it happens. */
export interface Stream {
  subscribe(listener: (message: StreamMessage) => void): () => void;
  close(): void;
}

interface Parts {
  cache: ClusterCache;
  live: LiveWalks;
  store: Store;
  index: SecuredHostIndex;
  log: Log;
}

/** Changes of one walk are told at most this often; what comes faster is told together. */
const walkPauseInMs = 60;

const topics: Record<ClusterChange["kind"], readonly Topic[]> = {
  Namespace: ["virtual-clusters", "metadata"],
  Service: ["services", "virtual-clusters"],
  Deployment: ["applications"],
  Secret: [],
  Gateway: ["gateways", "virtual-clusters"],
  VirtualService: ["virtual-services"],
  DestinationRule: ["destination-rules"],
  ServiceEntry: ["service-entries"],
};

export function openStream({ cache, live, store, index, log }: Parts): Stream {
  const listeners = new Set<(message: StreamMessage) => void>();
  const send = (message: StreamMessage) => {
    for (const listener of listeners) listener(message);
  };
  const due = new Map<string, NodeJS.Timeout>();
  const sendWalk = (key: string) => {
    due.delete(key);
    const target = index.get(key);
    const walk = live.get(key);
    if (!target || !walk) return;
    const { namespace: virtualCluster, name: gateway } = target.gateway;
    send({ type: "walk", virtualCluster, gateway, securedHost: securedHostView(target, walk) });
  };
  const endings = [
    cache.onChange((change) => {
      if (listeners.size === 0) return;
      for (const message of changedMessages(change)) send(message);
    }),
    cache.onState(() => send({ type: "changed", topic: "status", virtualCluster: null, name: null })),
    live.onChange((key) => {
      if (listeners.size === 0 || due.has(key)) return;
      due.set(key, setTimeout(sendWalk, walkPauseInMs, key));
    }),
    store.onChange((change) => {
      if (listeners.size === 0) return;
      tellStored(store, change, send).catch((err: unknown) => log.error({ err }, "a change was not told"));
    }),
  ];
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const end of endings) end();
      for (const timer of due.values()) clearTimeout(timer);
      listeners.clear();
    },
  };
}

function changedMessages({ kind, object }: ClusterChange): StreamMessage[] {
  const { namespace = null, name } = object.metadata;
  if (kind === "Namespace")
    return topics.Namespace.map((topic) => ({ type: "changed", topic, virtualCluster: name, name: null }));
  if (kind === "Secret")
    return name === metadataSecret
      ? [{ type: "changed", topic: "metadata", virtualCluster: namespace, name: null }]
      : [];
  return topics[kind].map((topic) => ({
    type: "changed",
    topic,
    virtualCluster: namespace,
    name: topic === "virtual-clusters" || topic === "applications" ? null : name,
  }));
}

async function tellStored(
  store: Store,
  change: Parameters<Parameters<Store["onChange"]>[0]>[0],
  send: (message: StreamMessage) => void,
): Promise<void> {
  if (change.kind === "event") {
    const event = await store.events.read(change.id);
    if (event) send({ type: "event", event });
  } else if (change.kind === "notification") {
    const notification = change.id === null ? null : await store.notifications.read(change.id);
    if (!notification) send({ type: "changed", topic: "notifications", virtualCluster: null, name: null });
    else send({ type: "notification", notification });
  } else if (change.kind === "walk") {
    send({ type: "changed", topic: "certificates", virtualCluster: null, name: null });
  }
}
