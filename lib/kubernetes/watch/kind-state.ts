import type { Kind } from "@/lib/kubernetes/objects/kinds";

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
