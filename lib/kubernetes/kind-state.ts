import type { Kind } from "./kinds";

/**
 * connected     the watch is open: what the cache says is what the cluster has
 * reconnecting  not open, under way; what the cache says may be old
 * missing       the cluster has no such kind (no Istio): looked for again every few seconds
 * refused       RBAC or the credentials forbid it: a person must act
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
}
