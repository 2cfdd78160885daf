import type { Failure } from "@/lib/gateway/failure";
import type { SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { metadataSecret } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterChange } from "../cluster-cache";
import type { Sighting } from "../confirm-gone";
import type { FollowOptions, KindFollower } from "../follow-kind";
import type { StoredChange } from "../object-store";

/** The Secrets of a cluster as far as Lamia follows them: its own, and those with metadata. */
export interface FollowedSecrets {
  get(namespace: string | null, name: string): SecretObject | null;
  /** Sorted by namespace and name; the same array until something changes. Without those of metadata. */
  list(namespace?: string): readonly SecretObject[];
  /** Takes over what a write of ours returned; ignores what isn't followed. */
  observe(object: KubernetesObject): void;
  /** A Namespace has changed, and nobody else knows yet. */
  namespaceChanged(change: Pick<Extract<ClusterChange, { kind: "Namespace" }>, "type" | "object">): void;
  /** Why it isn't known which metadata a namespace has in its Secret; null if it is. Waits for the first answer a while. */
  unread(namespace: string): Promise<Failure | null>;
  /** Resolves when everything that is followed has been read, or can't be. Call it when Namespaces are known. */
  listed(): Promise<void>;
  /** Resolves when the signal has ended everything. */
  ended(): Promise<unknown>;
}

export interface SecretsParts {
  /** What every watch has in common. */
  common: Pick<FollowOptions, "client" | "signal" | "pause" | "random" | "now" | "listsAgain">;
  keep(object: KubernetesObject): SecretObject;
  emit(change: StoredChange<SecretObject>): void;
  read(namespace: string | null, name: string): Promise<Sighting>;
  /** Of the watch that decides whether Secrets count as visible. */
  follower: Pick<KindFollower, "state" | "unconfirmed" | "synced">;
}

export function isMetadata({ metadata }: KubernetesObject): boolean {
  return metadata.name === metadataSecret;
}
