import { type Cluster, timestamp } from "@/sandbox/kubernetes/cluster";
import { conflict } from "@/sandbox/kubernetes/http/api-error";
import { isRecord, listAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { store, type WriteContext } from "./draft";
import { isReleased, updateObject } from "./update-object";

interface Deletion {
  /** The object's last state; `isGone` is false while finalizers block its deletion. */
  entry: Entry;
  isGone: boolean;
}

/**
 * Deletes an object as DeleteOptions say: at once, or by marking it while finalizers remain.
 * Throws 409 when a precondition fails.
 */
export function deleteObject(context: WriteContext, existing: Entry, options: unknown): Deletion {
  const { cluster, type } = context;
  const { object } = existing;
  checkPreconditions(context, existing, options);
  const policy = isRecord(options) ? textAt(options, "propagationPolicy") : undefined;
  const finalizers = [...listAt(object, "metadata", "finalizers")];
  if (policy === "Foreground" && !finalizers.includes("foregroundDeletion"))
    finalizers.push("foregroundDeletion");
  if (policy === "Orphan" && !context.dryRun) orphanDependents(cluster, object.metadata.uid);
  const held: Draft = {
    ...(object as unknown as Draft),
    metadata: { ...object.metadata, ...(finalizers.length > 0 && { finalizers }) },
  };
  if (context.dryRun) return { entry: existing, isGone: isReleased(held) };
  if (isReleased(held)) {
    const gone = cluster.store.drop(type, object.metadata.namespace, object.metadata.name);
    return { entry: gone ?? existing, isGone: true };
  }
  if (held.metadata.deletionTimestamp !== undefined) return { entry: existing, isGone: false };
  held.metadata.deletionTimestamp = timestamp(cluster.now());
  held.metadata.deletionGracePeriodSeconds = 0;
  if (type.kind === "Namespace") held.status = { phase: "Terminating" };
  return { entry: store(context, held), isGone: false };
}

function checkPreconditions({ type }: WriteContext, { object }: Entry, options: unknown): void {
  const { uid, resourceVersion, name } = object.metadata;
  const wantedUid = textAt(options, "preconditions", "uid");
  if (wantedUid !== undefined && wantedUid !== uid) {
    const why = `Precondition failed: UID in precondition: ${wantedUid}, UID in object meta: ${uid}`;
    throw conflict(type, name, why);
  }
  const wantedVersion = textAt(options, "preconditions", "resourceVersion");
  if (wantedVersion !== undefined && wantedVersion !== resourceVersion) {
    const why =
      `Precondition failed: ResourceVersion in precondition: ${wantedVersion}, ` +
      `ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(type, name, why);
  }
}

/** Removes the owner's reference from its dependents, so that they outlive it. */
export function orphanDependents(cluster: Cluster, ownerUid: string): void {
  for (const { resource, namespace, name } of cluster.owners.dependents(ownerUid)) {
    const type = cluster.registry.find(resource.group, resource.plural);
    const entry = cluster.store.get(resource, namespace, name);
    if (!type || !entry) continue;
    const ownerReferences = listAt(entry.object, "metadata", "ownerReferences").filter(
      (owner) => textAt(owner, "uid") !== ownerUid,
    );
    const next = { ...entry.object, metadata: { ...entry.object.metadata, ownerReferences } };
    const { apiVersion } = entry.object;
    const writer = { manager: "kube-controller-manager", operation: "Update" as const, apiVersion };
    updateObject({ cluster, type, namespace, writer, trusted: true }, entry, next as unknown as Draft);
  }
}
