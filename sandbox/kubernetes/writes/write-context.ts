import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import type { Writer } from "@/sandbox/kubernetes/managed-fields/managers";
import type { Draft, ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/entry";

/** One write: what, where, by whom. */
export interface WriteContext {
  cluster: Cluster;
  type: ResourceType;
  namespace: string | undefined;
  writer: Writer;
  /** `status` where only the status may change. */
  subresource?: "status" | undefined;
  /** Everything is checked and nothing is stored. */
  dryRun?: boolean;
  /** Controllers write spec and status at once and may set fields that clients may not. */
  trusted?: boolean;
}

/** Stores the draft, or only dresses it as an entry when nothing is to be stored. */
export function store({ cluster, type, dryRun }: WriteContext, draft: Draft): Entry {
  const { apiVersion, kind, metadata, ...rest } = draft;
  const object = { apiVersion, kind, metadata, ...rest } as unknown as StoredObject;
  if (dryRun) return { object, version: cluster.store.version() };
  return cluster.store.commit(type, object);
}
