import { randomBytes, randomUUID } from "node:crypto";
import { timestamp } from "@/sandbox/kubernetes/cluster";
import { alreadyExists, badRequest, forbidden, invalid, notFound } from "@/sandbox/kubernetes/http/api-error";
import { isRecord, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import {
  compareFields,
  decodeManagedFields,
  encodeManagedFields,
  type ManagedEntry,
  recordUpdate,
} from "@/sandbox/kubernetes/managed-fields/apply";
import type { Draft, ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { required } from "@/sandbox/kubernetes/validation/names";
import { admit, store, type WriteContext } from "./draft";

/**
 * Creates the object; `entries` are the managers that a server-side apply has already worked out.
 * Throws 404 for a missing namespace, 409 for a taken name, 422 for an invalid object.
 */
export function createObject(context: WriteContext, draft: Draft, entries?: readonly ManagedEntry[]): Entry {
  const { cluster, type, writer } = context;
  const object: Draft = { ...draft, metadata: newMetadata(context, draft) };
  checkNamespace(context, object);
  if (cluster.store.get(type, object.metadata.namespace, object.metadata.name)) {
    throw alreadyExists(type, object.metadata.name);
  }
  if (type.status && !context.trusted) delete object.status;
  admit(context, object, undefined);
  const time = timestamp(cluster.now());
  const owners =
    entries ??
    recordUpdate(
      decodeManagedFields(draft.metadata.managedFields),
      compareFields({}, draft, type.schema),
      writer,
      time,
    );
  const managedFields = encodeManagedFields(owners);
  if (managedFields.length > 0) object.metadata.managedFields = managedFields;
  return store(context, object);
}

function newMetadata(context: WriteContext, draft: Draft): Draft["metadata"] {
  const { type, cluster, namespace } = context;
  const { metadata } = draft;
  if (!context.trusted && metadata.resourceVersion) {
    throw badRequest("resourceVersion should not be set on objects to be created");
  }
  const prefix = textAt(metadata, "generateName");
  const name = metadata.name || (prefix === undefined ? "" : `${prefix}${randomSuffix()}`);
  if (name === "") throw invalid(type, "", [required("metadata.name", "name or generateName is required")]);
  if (type.namespaced && metadata.namespace && namespace && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const { uid: _uid, resourceVersion: _version, namespace: _namespace, ...own } = metadata;
  delete own.deletionTimestamp;
  delete own.deletionGracePeriodSeconds;
  delete own.selfLink;
  const home = namespace ?? metadata.namespace;
  return {
    ...own,
    name,
    ...(type.namespaced && home !== undefined && { namespace: home }),
    uid: randomUUID(),
    creationTimestamp: timestamp(cluster.now()),
    ...(hasGeneration(type) && { generation: 1 }),
  };
}

/** Kinds of the core group have no generation. */
export function hasGeneration(type: ResourceType): boolean {
  return type.custom || (type.status && type.group !== "");
}

/** Five of the characters that Kubernetes uses to keep random names from forming words. */
export function randomSuffix(): string {
  const alphabet = "bcdfghjklmnpqrstvwxz2456789";
  return [...randomBytes(5)].map((byte) => alphabet[byte % alphabet.length]).join("");
}

const namespaces = { group: "", plural: "namespaces" };

function checkNamespace({ cluster, type, trusted }: WriteContext, object: Draft): void {
  const { namespace, name } = object.metadata;
  if (!type.namespaced || trusted) return;
  if (namespace === undefined) throw badRequest("an object of this kind needs a namespace");
  const home = cluster.store.get(namespaces, undefined, namespace);
  if (!home) throw notFound(namespaces, namespace);
  if (isRecord(home.object.metadata) && recordAt(home.object, "metadata")?.deletionTimestamp) {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw forbidden(type, name, why, {
      reason: "NamespaceTerminating",
      message: `namespace ${namespace} is being terminated`,
      field: "metadata.namespace",
    });
  }
}
