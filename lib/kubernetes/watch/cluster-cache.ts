import type { Kind, ObjectOfKind } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { KindState } from "./kind-state";
import type { ChangeType } from "./watch-events";

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
