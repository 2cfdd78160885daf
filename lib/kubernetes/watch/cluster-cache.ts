import type { Failure } from "@/lib/gateway/failure";
import type { Kind, ObjectOfKind } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { ChangeType } from "./watch-events";

/**
 * connected     the watch is open: the cache matches the cluster
 * reconnecting  the watch is being opened; the cache may be stale
 * missing       the cluster doesn't serve the kind (no Istio, or its API restarts): checked again every few seconds
 * refused       RBAC or the credentials forbid it: you must act
 *
 * In every state the cache keeps what it knows: an object goes only when the cluster says so about exactly that
 * object.
 */
export type KindStateName = "connected" | "reconnecting" | "missing" | "refused";

export interface KindState {
  kind: Kind;
  state: KindStateName;
  /** ISO 8601, UTC */
  since: string;
  /** Why it isn't connected, in our own words. */
  note: string | null;
  remedy: string | null;
  /** Objects that the last list lacked, and that the cluster hasn't confirmed as gone yet. */
  unconfirmed: number;
  /**
   * ISO 8601, UTC: until when the cache is known to match the cluster. Null while it does, and while there is
   * nothing that could be stale.
   */
  staleSince: string | null;
}

export type ClusterChange = {
  [Each in Kind]: {
    kind: Each;
    type: ChangeType;
    object: ObjectOfKind[Each];
    /** The previous object; null for an added one. */
    previous: ObjectOfKind[Each] | null;
  };
}[Kind];

/** The cluster as far as Lamia watches it. Reads are synchronous and return frozen objects. */
export interface ClusterCache {
  /** Resolves when each kind has been listed, or is known to be missing or refused. */
  readonly synced: Promise<void>;
  get<Each extends Kind>(kind: Each, namespace: string | null, name: string): ObjectOfKind[Each] | null;
  /** Sorted by namespace and name; the same array until something of the kind changes. */
  list<Each extends Kind>(kind: Each, namespace?: string): readonly ObjectOfKind[Each][];
  /**
   * Why it isn't known what the Secret of metadata in a namespace has; null if it is known, and then a missing Secret is
   * missing. Waits a few seconds for the first answer of the API server.
   */
  unread(namespace: string): Promise<Failure | null>;
  /** Called after each stored change, in the server's order. Returns the function that stops it. */
  onChange(listener: (change: ClusterChange) => void): () => void;
  states(): KindState[];
  stateOf(kind: Kind): KindState;
  onState(listener: (state: KindState) => void): () => void;
  /** Takes over what a write of ours returned, so that the next read has it before the watch delivers it. */
  observe(object: KubernetesObject): void;
  close(): Promise<void>;
}
