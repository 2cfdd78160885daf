import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import {
  apiVersionOf,
  isKind,
  type Kind,
  kindNames,
  kinds,
  type ObjectOfKind,
} from "@/lib/kubernetes/objects/kinds";
import {
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import { challengeLabel, isOurs, ownLabelSelector } from "@/lib/kubernetes/ownership";
import { metadataSecret } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "../texts";
import type { ClusterCache, ClusterChange, KindState } from "./cluster-cache";
import { readObject } from "./confirm-gone";
import { type FollowOptions, followKind } from "./follow-kind";
import { rememberManager } from "./managers";
import { createObjectStore, type ObjectStore } from "./object-store";

export interface WatchClusterOptions {
  /** Receives what a listener throws; a listener must not stop the others. */
  report?(thrown: unknown): void;
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

/** Soon after a list, for what it may have lacked; hourly, for whatever else a watch may have missed. */
const listsAgain = { afterMs: 10_000, everyMs: 3_600_000 };

/** At most this many objects in doubt are read at once, to leave room for users' requests. */
const readsAtOnce = pLimit(6);

const shown = ["state", "note", "unconfirmed", "staleSince"] as const satisfies readonly (keyof KindState)[];

type Stores = { [Each in Kind]: ObjectStore<ObjectOfKind[Each]> };

/**
 * Starts to list and watch every kind of `kinds` (Secrets: ours, and those of metadata). Never throws; see
 * `states`.
 */
export function watchCluster(client: ClusterClient, options: WatchClusterOptions = {}): ClusterCache {
  const { report = () => {}, pause = pauseFor } = options;
  const stop = new AbortController();
  const changeListeners = new Set<(change: ClusterChange) => void>();
  const stateListeners = new Set<(state: KindState) => void>();
  const states = new Map<Kind, KindState>();
  const settled = Promise.withResolvers<void>();
  const unsettled = new Set<Kind>(kindNames);

  function notify<Value>(listeners: Set<(value: Value) => void>, value: Value): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (thrown) {
        report(thrown);
      }
    }
  }

  /** When the cache last matched the cluster for this kind, ISO 8601; missing until the first list. */
  const trueAt = new Map<Kind, string>();

  function enter(kind: Kind, change: Partial<Omit<KindState, "kind" | "since" | "staleSince">>): void {
    const held = states.get(kind);
    const next = { ...(held ?? firstState(kind)), ...change };
    if (next.state !== "reconnecting" && unsettled.delete(kind) && unsettled.size === 0) settled.resolve();
    const since = held?.state === next.state ? held.since : new Date().toISOString();
    const isTrue = next.state === "connected" && next.unconfirmed === 0;
    // If the kind isn't served, an empty list is right; if it was served before, what is left of it may not be.
    const isNothing = next.state === "missing" && stores[kind].list().length === 0;
    const state = { ...next, since, staleSince: isTrue || isNothing ? null : (trueAt.get(kind) ?? null) };
    states.set(kind, state);
    if (!held || shown.some((key) => held[key] !== state[key])) notify(stateListeners, state);
  }

  function recordSync(kind: Kind): void {
    const { state, unconfirmed } = stateOf(kind);
    if (!trueAt.has(kind) || (state === "connected" && unconfirmed === 0))
      trueAt.set(kind, new Date().toISOString());
  }

  const stores = Object.fromEntries(
    kindNames.map((kind) => [
      kind,
      createObjectStore(
        (object) => keep(kind, object),
        (change) => notify(changeListeners, { kind, ...change } as ClusterChange),
      ),
    ]),
  ) as unknown as Stores;

  /** Secret metadata are found by name, because whoever creates such a Secret may not know the label. */
  const metadataSecrets = createObjectStore(
    (object) => keep("Secret", object) as SecretObject,
    (change) => notify(changeListeners, { kind: "Secret", ...change } as ClusterChange),
  );
  const metadataListed = Promise.withResolvers<void>();
  const common = {
    client,
    signal: stop.signal,
    pause,
    random: Math.random,
    now: () => performance.now(),
    listsAgain,
  };
  const readerOf = (kind: Kind) => (namespace: string | null, name: string) =>
    readsAtOnce(() => readObject(client, kind, namespace, name));

  const following = kindNames.map((kind) => {
    enter(kind, {});
    return followKind({
      ...common,
      kind,
      ...selectionOf(kind),
      read: readerOf(kind),
      follower: {
        ...stores[kind],
        state: (state, why) =>
          enter(kind, { state, note: why?.message ?? null, remedy: why?.remedy ?? null }),
        unconfirmed: (unconfirmed) => enter(kind, { unconfirmed }),
        synced: () => recordSync(kind),
      },
    });
  });
  following.push(
    followKind({
      ...common,
      kind: "Secret",
      fieldSelector: `metadata.name=${metadataSecret}`,
      selects: isMetadata,
      read: readerOf("Secret"),
      follower: {
        ...metadataSecrets,
        // The other watch of Secrets, which needs the same permission, reports whether they can be read.
        state: (state) => state !== "reconnecting" && metadataListed.resolve(),
        unconfirmed: () => {},
        synced: () => {},
      },
    }),
  );

  function stateOf(kind: Kind): KindState {
    const state = states.get(kind);
    if (!state) throw new Error(`${kind} is not watched`);
    return state;
  }

  return {
    synced: Promise.all([settled.promise, metadataListed.promise]).then(() => undefined),
    get(kind, namespace, name) {
      // Two watches of one kind share no object.
      if (kind === "Secret" && name === metadataSecret)
        return metadataSecrets.get(namespace, name) as ObjectOfKind[typeof kind] | null;
      return stores[kind].get(namespace, name);
    },
    list: (kind, namespace) => stores[kind].list(namespace),
    onChange: (listener) => subscribe(changeListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    states: () => kindNames.map(stateOf),
    stateOf,
    observe(object) {
      if (object.kind === "Secret" && isMetadata(object)) {
        metadataSecrets.change("modified", object);
        return;
      }
      if (!isKind(object.kind) || (object.kind === "Secret" && !isOurs(object))) return;
      stores[object.kind].change("modified", object);
    },
    async close() {
      stop.abort();
      await Promise.all(following);
    },
  };
}

function isMetadata({ metadata }: KubernetesObject): boolean {
  return metadata.name === metadataSecret;
}

/** Of Secrets, ours; of Gateways and VirtualServices, all but those that answer challenges for a moment. */
function selectionOf(kind: Kind): Pick<FollowOptions, "labelSelector" | "fieldSelector" | "selects"> {
  switch (kind) {
    case "Secret":
      return {
        labelSelector: ownLabelSelector,
        fieldSelector: `metadata.name!=${metadataSecret}`,
        selects: (object) => isOurs(object) && !isMetadata(object),
      };
    case "Gateway":
    case "VirtualService":
      return {
        labelSelector: `!${challengeLabel}`,
        selects: ({ metadata }) => metadata.labels?.[challengeLabel] === undefined,
      };
    default:
      return {};
  }
}

function firstState(kind: Kind): Omit<KindState, "since" | "staleSince"> {
  return { kind, state: "reconnecting", note: texts.firstList, remedy: null, unconfirmed: 0 };
}

/** `managedFields` are as large as the rest. They are read from the server when an object is edited. */
function keep(kind: Kind, object: KubernetesObject): KubernetesObject {
  const { managedFields, ...metadata } = object.metadata;
  // Items of a list have no apiVersion and kind if the server writes them once for all of them.
  const whole = { ...object, apiVersion: apiVersionOf(kinds[kind]), kind, metadata };
  rememberManager(whole, managedFields);
  return kind === "Secret" ? withoutSecretValues(whole as WholeSecret) : whole;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
