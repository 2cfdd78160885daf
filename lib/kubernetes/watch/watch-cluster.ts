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
import { challengeLabel } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "../texts";
import type { ClusterCache, ClusterChange, KindState } from "./cluster-cache";
import { readObject } from "./confirm-gone";
import { type FollowOptions, followKind } from "./follow-kind";
import { rememberManager } from "./managers";
import { createObjectStore, type ObjectStore } from "./object-store";
import type { FollowedSecrets, SecretsParts } from "./secrets/followed-secrets";
import { secretsByName } from "./secrets/secrets-by-name";
import { secretsOfCluster } from "./secrets/secrets-of-cluster";

export interface WatchClusterOptions {
  /** Secrets are read only by name outside of this namespace, Lamia's own; without it, those of the cluster are followed. */
  secretsOnlyIn?: string | undefined;
  /** Receives what a listener throws; a listener must not stop the others. */
  report?(thrown: unknown): void;
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

/** Soon after a list, for what it may have lacked; hourly, for whatever else a watch may have missed. */
const listsAgain = { afterMs: 10_000, everyMs: 3_600_000 };

/** At most this many objects in doubt are read at once, to leave room for users' requests. */
const readsAtOnce = pLimit(6);

const shown = ["state", "note", "unconfirmed", "staleSince"] as const satisfies readonly (keyof KindState)[];

type OtherKind = Exclude<Kind, "Secret">;
type Stores = { [Each in OtherKind]: ObjectStore<ObjectOfKind[Each]> };

/**
 * Starts to follow every kind of `kinds` (Secrets: ours, and those of metadata). Never throws; see `states`.
 */
export function watchCluster(client: ClusterClient, options: WatchClusterOptions = {}): ClusterCache {
  const { report = () => {}, pause = pauseFor, secretsOnlyIn } = options;
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
    const isNothing = next.state === "missing" && listOf(kind).length === 0;
    const state = { ...next, since, staleSince: isTrue || isNothing ? null : (trueAt.get(kind) ?? null) };
    states.set(kind, state);
    if (!held || shown.some((key) => held[key] !== state[key])) notify(stateListeners, state);
  }

  function recordSync(kind: Kind): void {
    const { state, unconfirmed } = stateOf(kind);
    if (!trueAt.has(kind) || (state === "connected" && unconfirmed === 0))
      trueAt.set(kind, new Date().toISOString());
  }

  const otherKinds = kindNames.filter((kind) => kind !== "Secret");
  const stores = Object.fromEntries(
    otherKinds.map((kind) => [
      kind,
      createObjectStore(
        (object) => keep(kind, object),
        (change) => {
          const whole = { kind, ...change } as ClusterChange;
          if (whole.kind === "Namespace") secrets.namespaceChanged(whole);
          notify(changeListeners, whole);
        },
      ),
    ]),
  ) as unknown as Stores;
  const listOf = (kind: Kind, namespace?: string) =>
    (kind === "Secret" ? secrets : stores[kind]).list(namespace);

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

  const followerOf = (kind: Kind): SecretsParts["follower"] => ({
    state: (state, why) => enter(kind, { state, note: why?.message ?? null, remedy: why?.remedy ?? null }),
    unconfirmed: (unconfirmed) => enter(kind, { unconfirmed }),
    synced: () => recordSync(kind),
  });

  for (const kind of kindNames) enter(kind, {});
  const parts: SecretsParts = {
    common,
    keep: (object) => keep("Secret", object) as SecretObject,
    emit: (change) => notify(changeListeners, { kind: "Secret", ...change }),
    read: readerOf("Secret"),
    follower: followerOf("Secret"),
  };
  const secrets: FollowedSecrets =
    secretsOnlyIn === undefined ? secretsOfCluster(parts) : secretsByName(parts, secretsOnlyIn);
  const following = otherKinds.map((kind) =>
    followKind({
      ...common,
      kind,
      ...selectionOf(kind),
      read: readerOf(kind),
      follower: { ...stores[kind], ...followerOf(kind) },
    }),
  );

  function stateOf(kind: Kind): KindState {
    const state = states.get(kind);
    if (!state) throw new Error(`${kind} is not watched`);
    return state;
  }

  return {
    synced: settled.promise.then(secrets.listed),
    get(kind, namespace, name) {
      const of = kind === "Secret" ? secrets : stores[kind as OtherKind];
      return of.get(namespace, name) as ObjectOfKind[typeof kind] | null;
    },
    list: (kind, namespace) => listOf(kind, namespace) as readonly ObjectOfKind[typeof kind][],
    unread: secrets.unread,
    onChange: (listener) => subscribe(changeListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    states: () => kindNames.map(stateOf),
    stateOf,
    observe(object) {
      if (object.kind === "Secret") secrets.observe(object);
      else if (isKind(object.kind)) stores[object.kind as OtherKind].change("modified", object);
    },
    async close() {
      stop.abort();
      await Promise.all([...following, secrets.ended()]);
    },
  };
}

/** Of Gateways and VirtualServices, all but those that answer challenges for a moment. */
function selectionOf(kind: OtherKind): Pick<FollowOptions, "labelSelector" | "selects"> {
  if (kind !== "Gateway" && kind !== "VirtualService") return {};
  return {
    labelSelector: `!${challengeLabel}`,
    selects: ({ metadata }) => metadata.labels?.[challengeLabel] === undefined,
  };
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
