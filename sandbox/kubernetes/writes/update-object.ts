import { timestamp } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { badRequest, conflict, invalid, modifiedConflict } from "@/sandbox/kubernetes/http/api-error";
import { deepEqual, listAt } from "@/sandbox/kubernetes/json/values";
import {
  compareFields,
  decodeManagedFields,
  encodeManagedFields,
  type ManagedEntry,
  recordUpdate,
} from "@/sandbox/kubernetes/managed-fields/apply";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { invalidValue } from "@/sandbox/kubernetes/validation/names";
import { hasGeneration } from "./create-object";
import { admit, store, type WriteContext } from "./draft";

/**
 * Replaces an object with its next state; if nothing changes, the resourceVersion stays. Removing the last
 * finalizer of a terminating object deletes it. Throws 400, 409 and 422.
 */
export function updateObject(
  context: WriteContext,
  existing: Entry,
  next: Draft,
  entries?: readonly ManagedEntry[],
): Entry {
  const { cluster, type, writer } = context;
  const before = existing.object as unknown as Draft;
  checkIdentity(context, existing.object, next);
  const draft = nextState(context, before, next);
  admit(context, draft, before);
  const changes = compareFields(before, draft, type.schema);
  const time = timestamp(cluster.now());
  // A controller may write what it read a while ago; the stored managed fields are newer.
  const given = context.trusted ? undefined : next.metadata.managedFields;
  const known = decodeManagedFields(given ?? before.metadata.managedFields);
  const owners = encodeManagedFields(entries ?? recordUpdate(known, changes, writer, time));
  if (owners.length > 0) draft.metadata.managedFields = owners;
  else delete draft.metadata.managedFields;
  if (hasGeneration(type) && isSpecChanged(before, draft)) {
    draft.metadata.generation = Number(before.metadata.generation ?? 0) + 1;
  }
  if (deepEqual(before, draft)) return existing;
  const isEnding = draft.metadata.deletionTimestamp !== undefined && isReleased(draft);
  if (!isEnding || context.dryRun) return store(context, draft);
  return cluster.store.drop(type, draft.metadata.namespace, draft.metadata.name) ?? existing;
}

/** Whether nothing blocks the deletion of a terminating object. */
export function isReleased(object: { metadata: unknown; kind: string }): boolean {
  const isNamespaceHeld = object.kind === "Namespace" && listAt(object, "spec", "finalizers").length > 0;
  return listAt(object.metadata, "finalizers").length === 0 && !isNamespaceHeld;
}

function checkIdentity({ type, trusted }: WriteContext, existing: StoredObject, next: Draft): void {
  if (trusted) return;
  const { name, namespace, uid, resourceVersion } = next.metadata;
  if (name !== existing.metadata.name) {
    const url = `the name of the object (${name}) does not match the name on the URL (${existing.metadata.name})`;
    throw badRequest(url);
  }
  if (namespace && namespace !== existing.metadata.namespace) {
    throw badRequest("the namespace of the object does not match the namespace on the URL");
  }
  if (uid && uid !== existing.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${existing.metadata.uid}`;
    throw conflict(type, name, why);
  }
  if (resourceVersion && resourceVersion !== existing.metadata.resourceVersion)
    throw modifiedConflict(type, name);
}

/** An update of a custom resource must name the version that it is based on. */
export function requireVersion({ type }: WriteContext, next: Draft): void {
  if (!type.custom || next.metadata.resourceVersion) return;
  const cause = invalidValue("metadata.resourceVersion", 0, "must be specified for an update");
  throw invalid(type, next.metadata.name, [{ ...cause, message: cause.message.replace("0:", "0x0:") }]);
}

/**
 * The part of the next state that this write may change: only the status or everything else, and never the
 * identity.
 */
function nextState({ type, subresource, trusted }: WriteContext, before: Draft, next: Draft): Draft {
  if (subresource === "status") {
    const { status: _status, ...rest } = before;
    return {
      ...rest,
      metadata: { ...before.metadata },
      ...(next.status !== undefined && { status: next.status }),
    };
  }
  const kept: Record<string, unknown> = {};
  for (const field of [
    "uid",
    "creationTimestamp",
    "generation",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "resourceVersion",
    "generateName",
  ]) {
    if (before.metadata[field] !== undefined) kept[field] = before.metadata[field];
  }
  if (trusted && next.metadata.deletionTimestamp !== undefined) {
    kept.deletionTimestamp = next.metadata.deletionTimestamp;
    kept.deletionGracePeriodSeconds = 0;
  }
  const { namespace } = before.metadata;
  const { deletionTimestamp: _deletion, generation: _generation, selfLink: _link, ...own } = next.metadata;
  const metadata = {
    ...own,
    ...kept,
    name: before.metadata.name,
    ...(namespace !== undefined && { namespace }),
  };
  const { status, ...rest } = next;
  const keptStatus = type.status && !trusted ? before.status : status;
  return { ...rest, metadata, ...(keptStatus !== undefined && { status: keptStatus }) };
}

function isSpecChanged(before: Draft, after: Draft): boolean {
  const { metadata: _a, status: _b, ...old } = before;
  const { metadata: _c, status: _d, ...now } = after;
  return !deepEqual(old, now);
}
