import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterClient } from "./client";
import type { ClusterCache, ClusterChange } from "./cluster-cache";
import { followKind } from "./follow-kind";
import type { KindState } from "./kind-state";
import { apiVersionOf, isKind, type Kind, kindNames, kinds, type ObjectOfKind } from "./kinds";
import type { KubernetesObject } from "./object";
import { createObjectStore, type ObjectStore } from "./object-store";
import { isOurs, ownLabelSelector } from "./ownership";
import { type WholeSecret, withoutSecretValues } from "./secret-object";

export interface WatchClusterOptions {
  /** Hears what a listener threw; a listener must not stop the others. */
  report?(thrown: unknown): void;
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

type Stores = { [Each in Kind]: ObjectStore<ObjectOfKind[Each]> };

/**
 * Starts to list and watch every kind of `kinds` (Secrets: those of ours only). Never throws: `states` tells.
 */
export function watchCluster(client: ClusterClient, options: WatchClusterOptions = {}): ClusterCache {
  const { report = () => {}, pause = pauseFor } = options;
  const stop = new AbortController();
  const changeListeners = new Set<(change: ClusterChange) => void>();
  const stateListeners = new Set<(state: KindState) => void>();
  const states = new Map<Kind, KindState>();
  const settled = Promise.withResolvers<void>();
  const unsettled = new Set<Kind>(kindNames);

  function tell<Heard>(listeners: Set<(heard: Heard) => void>, heard: Heard): void {
    for (const listener of listeners) {
      try {
        listener(heard);
      } catch (thrown) {
        report(thrown);
      }
    }
  }

  function enter(next: Omit<KindState, "since">): void {
    const held = states.get(next.kind);
    if (next.state !== "reconnecting" && unsettled.delete(next.kind) && unsettled.size === 0)
      settled.resolve();
    if (held?.state === next.state && held.note === next.note) return;
    const since = held?.state === next.state ? held.since : new Date().toISOString();
    const state = { ...next, since };
    states.set(next.kind, state);
    tell(stateListeners, state);
  }

  const stores = Object.fromEntries(
    kindNames.map((kind) => [
      kind,
      createObjectStore(
        (object) => keep(kind, object),
        (change) => tell(changeListeners, { kind, ...change } as ClusterChange),
      ),
    ]),
  ) as unknown as Stores;

  const following = kindNames.map((kind) => {
    enter({ kind, state: "reconnecting", note: "The first list is under way.", remedy: null });
    return followKind({
      client,
      resource: kinds[kind],
      labelSelector: kind === "Secret" ? ownLabelSelector : undefined,
      follower: {
        replace: stores[kind].replace,
        change: stores[kind].change,
        state: (state, why) =>
          enter({ kind, state, note: why?.message ?? null, remedy: why?.remedy ?? null }),
      },
      signal: stop.signal,
      pause,
      random: Math.random,
      now: () => performance.now(),
    });
  });

  function stateOf(kind: Kind): KindState {
    const state = states.get(kind);
    if (!state) throw new Error(`${kind} is not watched`);
    return state;
  }

  return {
    synced: settled.promise,
    get: (kind, namespace, name) => stores[kind].get(namespace, name),
    list: (kind, namespace) => stores[kind].list(namespace),
    onChange: (listener) => subscribe(changeListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    states: () => kindNames.map(stateOf),
    stateOf,
    observe(object) {
      if (!isKind(object.kind) || (object.kind === "Secret" && !isOurs(object))) return;
      stores[object.kind].change("modified", object);
    },
    async close() {
      stop.abort();
      await Promise.all(following);
    },
  };
}

/** `managedFields` are as large as the rest and read where an object is edited, from the server itself. */
function keep(kind: Kind, object: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...metadata } = object.metadata;
  // Items of a list come without apiVersion and kind where the server prints them once for all.
  const whole = { ...object, apiVersion: apiVersionOf(kinds[kind]), kind, metadata };
  return kind === "Secret" ? withoutSecretValues(whole as WholeSecret) : whole;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
