import type { Levers } from "@/sandbox/levers/levers";
import type { ResourceName, StoredObject } from "./cluster-objects";
import { listAt, textAt } from "./json/values";
import type { Registry } from "./resources/registry";
import { entryText, type ObjectStore, type OwnerIndex } from "./store/object-store";

/** What all parts of the API server share. */
export interface Cluster {
  readonly store: ObjectStore;
  readonly registry: Registry;
  /** Updated before any controller sees a change. */
  readonly owners: OwnerIndex;
  readonly levers: Levers;
  readonly addresses: ServiceAddresses;
  readonly logs: PodLogs;
  now(): Date;
}

/** The current time in Kubernetes' format: RFC 3339, whole seconds. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

const services = { group: "", plural: "services" };

/** Assigns the permanent values of Services: cluster addresses and node ports. */
export interface ServiceAddresses {
  clusterAddress(): string;
  nodePort(): number;
}

/** @param store lists the addresses in use, so that none is assigned twice after a restart */
export function createServiceAddresses(store: ObjectStore): ServiceAddresses {
  let lastAddress = 10;
  let lastPort = 30_000;
  const addressNumber = (text: string): number => {
    const [, , third = "0", fourth = "0"] = text.split(".");
    return Number(third) * 256 + Number(fourth);
  };
  for (const { object } of store.range(services)) {
    const address = textAt(object, "spec", "clusterIP");
    if (address?.startsWith("10.96.")) lastAddress = Math.max(lastAddress, addressNumber(address));
    for (const port of listAt(object, "spec", "ports")) {
      const node = (port as Record<string, unknown>).nodePort;
      if (typeof node === "number") lastPort = Math.max(lastPort, node);
    }
  }
  return {
    clusterAddress() {
      lastAddress = (lastAddress + 1) % 65_000;
      return `10.96.${lastAddress >> 8}.${lastAddress & 255}`;
    },
    nodePort() {
      lastPort = lastPort >= 32_767 ? 30_001 : lastPort + 1;
      return lastPort;
    },
  };
}

/** The output of containers, by the pod's uid; followers receive additions. */
export interface PodLogs {
  read(uid: string): string;
  append(uid: string, text: string): void;
  forget(uid: string): void;
  /** Calls back with each addition until you call the returned function. */
  follow(uid: string, listener: (text: string) => void): () => void;
  all(): Record<string, string>;
}

export function createPodLogs(initial: Readonly<Record<string, string>>): PodLogs {
  const texts = new Map(Object.entries(initial));
  const followers = new Map<string, Set<(text: string) => void>>();
  return {
    read: (uid) => texts.get(uid) ?? "",
    append(uid, text) {
      texts.set(uid, (texts.get(uid) ?? "") + text);
      for (const listener of followers.get(uid) ?? []) listener(text);
    },
    forget: (uid) => void texts.delete(uid),
    follow(uid, listener) {
      const listeners = followers.get(uid) ?? new Set();
      followers.set(uid, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    all: () => Object.fromEntries(texts),
  };
}

/** What survives a restart besides the objects. */
interface SavedExtras {
  /** Load balancer addresses by `namespace/name` of their Service. */
  addresses: Record<string, string>;
  /** Pod logs by uid. */
  logs: Record<string, string>;
}

/** The content of a cluster's snapshot. */
export interface SavedCluster {
  version: number;
  extras: SavedExtras;
  resources: { resource: ResourceName; objects: StoredObject[] }[];
}

/**
 * After a restart, versions continue from here, above the last saved ones: changes just before a crash are lost,
 * and their versions must never be assigned again.
 */
const versionGap = 100_000;

/** Loads a snapshot's objects into an empty store. */
export function restoreObjects(store: ObjectStore, saved: SavedCluster): void {
  for (const { resource, objects } of saved.resources) {
    for (const object of objects) store.restore(resource, object);
  }
  store.startFrom(saved.version + versionGap);
}

/**
 * A `SavedCluster` as JSON. It reuses the objects' JSON, because serializing a large cluster again each time is
 * slow.
 */
export function clusterText(store: ObjectStore, extras: SavedExtras): string {
  const resources = store.resources().map((resource) => {
    const objects = [...store.range(resource)].map(entryText).join(",\n");
    return `{"resource":${JSON.stringify(resource)},"objects":[${objects}]}`;
  });
  const head = `{"version":${store.version()},"extras":${JSON.stringify(extras)}`;
  return `${head},"resources":[\n${resources.join(",\n")}\n]}\n`;
}
