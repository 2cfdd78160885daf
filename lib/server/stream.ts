import type { StreamMessage, Topic } from "@/lib/api/stream";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { metadataSecret } from "@/lib/model/metadata-keys";
import type { GatewayName, SecuredHostKey } from "@/lib/model/secured-hosts";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "./log";
import { securedHostView } from "./views/secured-hosts";
import type { LiveWalks } from "./walks/live-walks";
import type { SecuredHostIndex } from "./walks/secured-host-index";

/** Sends browsers what happens, as it happens. */
export interface Stream {
  subscribe(listener: (message: StreamMessage) => void): () => void;
  /** Whether anybody listens; if not, messages don't have to be built. */
  hasListeners(): boolean;
  send(message: StreamMessage): void;
  /** A moment later, once for several calls, says that what is computed over the whole cluster has changed. */
  changed(topic: Topic): void;
  /** Tells listeners that the process stops. */
  leave(): void;
  close(): void;
}

/** Changes of one walk are sent at most this often; faster ones are sent together. */
const walkPauseInMs = 60;

/** What is computed over the whole cluster is sent this long after the first of several changes. */
const overallPauseInMs = 300;

/** What a change may mean for pictures and lists of the whole cluster. */
function overallTopics({ kind, object }: ClusterChange): readonly Topic[] {
  if (kind === "Namespace") return ["findings", "overview", "istio"];
  const isMesh: Topic[] = ["findings", "map", "overview"];
  const isIngress =
    kind === "Gateway" ||
    kind === "DaemonSet" ||
    kind === "StatefulSet" ||
    object.metadata.namespace === "istio-system";
  return isIngress || kind === "Service" ? [...isMesh, "istio"] : isMesh;
}

const topics: Record<ClusterChange["kind"], readonly Topic[]> = {
  Namespace: ["virtual-clusters", "metadata", "applications"],
  Service: ["services", "virtual-clusters"],
  Deployment: ["applications"],
  DaemonSet: [],
  StatefulSet: [],
  Secret: ["metadata", "virtual-clusters"],
  Gateway: ["gateways", "virtual-clusters"],
  VirtualService: ["virtual-services"],
  DestinationRule: ["destination-rules"],
  ServiceEntry: ["service-entries"],
};

/** Sends what is written to the database, whichever process writes it, and what others `send`. */
export function openStream({ store, log }: { store: Store; log: Log }): Stream {
  const listeners = new Set<(message: StreamMessage) => void>();
  const due = new Map<Topic, NodeJS.Timeout>();
  const send = (message: StreamMessage) => {
    for (const listener of listeners) listener(message);
  };
  const changed = (topic: Topic) => {
    if (listeners.size === 0 || due.has(topic)) return;
    const sendChanged = () => {
      due.delete(topic);
      send({ type: "changed", topic, virtualCluster: null, name: null });
    };
    due.set(topic, setTimeout(sendChanged, overallPauseInMs));
  };
  const unsubscribe = store.onChange((change) => {
    if (listeners.size === 0) return;
    if (change.kind === "audit") changed("audit");
    if (change.kind === "event" || change.kind === "cleanup") changed("overview");
    sendStored(store, change, send).catch((err: unknown) =>
      log.error({ err }, "a change could not be sent to browsers"),
    );
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hasListeners: () => listeners.size > 0,
    send,
    changed,
    leave: () => send({ type: "leaving" }),
    close() {
      unsubscribe();
      for (const timer of due.values()) clearTimeout(timer);
      listeners.clear();
    },
  };
}

interface Sources {
  cache: ClusterCache;
  live: LiveWalks;
  index: SecuredHostIndex;
  /** Lamia's own namespace, whose metadata any virtual cluster may use. */
  namespace: string;
}

/** Sends what changes in a cluster and in its walks. Returns the function that ends it. */
export function streamCluster(stream: Stream, { cache, live, index, namespace }: Sources): () => void {
  const due = new Map<string, NodeJS.Timeout>();
  /** A gateway can have hundreds of hosts that get only records, and its page shows them as a list. */
  const sendGateway = (id: string, { namespace: virtualCluster, name }: GatewayName) => {
    due.delete(id);
    stream.send({ type: "changed", topic: "gateways", virtualCluster, name });
  };
  const sendWalk = (key: SecuredHostKey) => {
    due.delete(key);
    const target = index.get(key);
    const walk = live.get(key);
    if (!target || !walk) return;
    const { namespace: virtualCluster, name: gateway } = target.gateway;
    stream.send({ type: "walk", virtualCluster, gateway, securedHost: securedHostView(target, walk) });
  };
  const endings = [
    cache.onChange((change) => {
      if (!stream.hasListeners()) return;
      for (const topic of overallTopics(change)) stream.changed(topic);
      for (const message of changedMessages(change, namespace)) stream.send(message);
    }),
    cache.onState(() => stream.send({ type: "changed", topic: "status", virtualCluster: null, name: null })),
    live.onChange((key) => {
      stream.changed("overview");
      if (!stream.hasListeners() || due.has(key)) return;
      const target = index.get(key);
      if (target?.recordsOnly) {
        const id = `${target.gateway.namespace}/${target.gateway.name}`;
        if (!due.has(id)) due.set(id, setTimeout(sendGateway, overallPauseInMs, id, target.gateway));
        return;
      }
      due.set(key, setTimeout(sendWalk, walkPauseInMs, key));
    }),
  ];
  return () => {
    for (const end of endings) end();
    for (const timer of due.values()) clearTimeout(timer);
  };
}

function changedMessages({ kind, object }: ClusterChange, own: string): StreamMessage[] {
  const { namespace = null, name } = object.metadata;
  if (kind === "Namespace")
    return topics.Namespace.map((topic) => ({ type: "changed", topic, virtualCluster: name, name: null }));
  if (kind === "Secret") {
    const virtualCluster = namespace === own ? null : namespace;
    return name === metadataSecret
      ? topics.Secret.map((topic) => ({ type: "changed", topic, virtualCluster, name: null }))
      : [];
  }
  return topics[kind].map((topic) => ({
    type: "changed",
    topic,
    virtualCluster: namespace,
    name: topic === "virtual-clusters" || topic === "applications" ? null : name,
  }));
}

async function sendStored(
  store: Store,
  change: Parameters<Parameters<Store["onChange"]>[0]>[0],
  send: (message: StreamMessage) => void,
): Promise<void> {
  if (change.kind === "cleanup" || change.kind === "unknown") {
    send({ type: "changed", topic: "cleanups", virtualCluster: null, name: null });
  } else if (change.kind === "access") {
    send({ type: "changed", topic: "access", virtualCluster: null, name: null });
  } else if (change.kind === "event") {
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
