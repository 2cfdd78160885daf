import type { Kind, ObjectOfKind } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { ChangeType } from "./watch-events";

/**
 * connected     the watch is open: what the cache says is what the cluster has
 * reconnecting  not open, under way; what the cache says may be old
 * missing       the cluster does not serve the kind (no Istio, or its API restarts): looked for again every few seconds
 * refused       RBAC or the credentials forbid it: a person must act
 *
 * In each of them the cache keeps what it knows: an object goes only when the cluster says so of that very object.
 */
export type KindStateName = "connected" | "reconnecting" | "missing" | "refused";

export interface KindState {
  kind: Kind;
  state: KindStateName;
  /** ISO 8601, UTC */
  since: string;
  /** Why it is not connected, in our words. */
  note: string | null;
  remedy: string | null;
  /** Objects that the last list left out, and of which the cluster has not said yet that they are gone. */
  unconfirmed: number;
  /**
   * ISO 8601, UTC: until when the cache is known to say what the cluster has. Null while it does, and when there is
   * nothing yet that could be old.
   */
  staleSince: string | null;
}

export type ClusterChange = {
  [Each in Kind]: {
    kind: Each;
    type: ChangeType;
    object: ObjectOfKind[Each];
    /** What stood before; null for an added object. */
    previous: ObjectOfKind[Each] | null;
  };
}[Kind];

/** The cluster as far as Lamia watches it; reads are synchronous and give frozen objects. */
export interface ClusterCache {
  /** Resolves when each kind has been listed, or is known to be missing or refused. */
  readonly synced: Promise<void>;
  get<Each extends Kind>(kind: Each, namespace: string | null, name: string): ObjectOfKind[Each] | null;
  /** Sorted by namespace and name; the same array until something of the kind changes. */
  list<Each extends Kind>(kind: Each, namespace?: string): readonly ObjectOfKind[Each][];
  /** Called after each change is stored, in the server's order. Returns the function that stops it. */
  onChange(listener: (change: ClusterChange) => void): () => void;
  states(): KindState[];
  stateOf(kind: Kind): KindState;
  onState(listener: (state: KindState) => void): () => void;
  /** Takes over what a write of ours returned, so that the next read has it before the watch brings it. */
  observe(object: KubernetesObject): void;
  close(): Promise<void>;
}
