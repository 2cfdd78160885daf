import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { createObject } from "@/sandbox/kubernetes/writes/create-object";
import { deleteObject } from "@/sandbox/kubernetes/writes/delete-object";
import { parseDraft, storedDraft } from "@/sandbox/kubernetes/writes/draft";
import {
  applyObject,
  applyPatchJsonType,
  applyPatchType,
  patchedDraft,
} from "@/sandbox/kubernetes/writes/patch-object";
import { requireVersion, updateObject } from "@/sandbox/kubernetes/writes/update-object";
import { badRequest, invalid, modifiedConflict, notFound } from "./api-error";
import { type ApiRequest, selectionOf, writeContext } from "./api-request";
import {
  checkAppliedFields,
  decodedBody,
  decodedPatch,
  mediaTypeOf,
  readBody,
  readBodyWithDuplicates,
} from "./read-body";
import { sendJson, sendObject } from "./respond";

/** The object at the path. Throws 404. */
export function existingObject(api: ApiRequest): Entry {
  const name = api.name ?? "";
  const entry = api.cluster.store.get(api.type, api.namespace, name);
  if (!entry) throw notFound(api.type, name);
  return entry;
}

export async function handleCreate(api: ApiRequest): Promise<void> {
  const draft = await draftOf(api);
  sendObject(api, 201, createObject(writeContext(api), draft));
}

/** The body as an object of the kind, in its stored version. */
async function draftOf(api: ApiRequest): Promise<Draft> {
  const { value, duplicates } = await readBodyWithDuplicates(api.request);
  return storedDraft(api.type, decodedBody(api, parseDraft(value, api.type), duplicates));
}

export async function handleReplace(api: ApiRequest): Promise<void> {
  const draft = await draftOf(api);
  const context = writeContext(api);
  const existing = existingObject(api);
  requireVersion(context, draft);
  sendObject(api, 200, updateObject(context, existing, draft));
}

export async function handlePatch(api: ApiRequest): Promise<void> {
  const body = await readBody(api.request);
  const mediaType = mediaTypeOf(api.request);
  if (mediaType === applyPatchType || mediaType === applyPatchJsonType) return handleApply(api, body);
  if (api.query.has("force")) {
    const message = "Forbidden: may not be specified for non-apply patch";
    const cause = { reason: "FieldValueForbidden" as const, field: "force", message };
    throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [cause]);
  }
  const existing = existingObject(api);
  const { draft, shown } = patchedDraft(api.type, api.version, existing, body, mediaType);
  const next = storedDraft(api.type, decodedPatch(api, draft, shown));
  return sendObject(api, 200, updateObject(writeContext(api), existing, next));
}

function handleApply(api: ApiRequest, body: unknown): void {
  if (!api.query.get("fieldManager")) {
    const message = "Required value: is required for apply patch";
    const cause = { reason: "FieldValueRequired" as const, field: "fieldManager", message };
    throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [cause]);
  }
  const given = parseDraft(body, api.type);
  checkAppliedFields(api, given);
  const configuration = storedDraft(api.type, given);
  if (configuration.metadata.name === "") configuration.metadata.name = api.name ?? "";
  if (configuration.metadata.name !== api.name)
    throw badRequest("the name of the object does not match the URL");
  const existing = api.cluster.store.get(api.type, api.namespace, api.name);
  const wanted = configuration.metadata.resourceVersion;
  if (wanted && wanted !== existing?.object.metadata.resourceVersion)
    throw modifiedConflict(api.type, api.name);
  const applied = applyObject(
    writeContext(api, "Apply"),
    existing,
    configuration,
    api.query.get("force") === "true",
  );
  sendObject(api, existing ? 200 : 201, applied);
}

/** Deletion options are in the body or, the simple ones, in the query. */
async function deleteOptions(api: ApiRequest): Promise<Record<string, unknown>> {
  const body = await readBody(api.request);
  const policy = api.query.get("propagationPolicy");
  const options = { ...(isRecord(body) ? body : {}), ...(policy && { propagationPolicy: policy }) };
  if (isRecord(body) && Array.isArray(body.dryRun)) {
    for (const value of body.dryRun) if (!api.query.has("dryRun")) api.query.append("dryRun", String(value));
  }
  return options;
}

export async function handleDelete(api: ApiRequest): Promise<void> {
  const options = await deleteOptions(api);
  const { entry, isGone } = deleteObject(writeContext(api), existingObject(api), options);
  if (!isGone) return sendObject(api, 200, entry);
  const { name, uid } = entry.object.metadata;
  const { group, plural } = api.type;
  const details = { name, ...(group !== "" && { group }), kind: plural, uid };
  return sendJson(api.response, 200, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details,
  });
}

export async function handleDeleteCollection(api: ApiRequest): Promise<void> {
  const options = await deleteOptions(api);
  const selects = selectionOf(api);
  const context = writeContext(api);
  const entries = [...api.cluster.store.range(api.type, api.namespace)];
  const chosen = entries.filter(({ object }) => selects === null || selects(object));
  for (const entry of chosen)
    deleteObject({ ...context, namespace: entry.object.metadata.namespace }, entry, options);
  sendJson(api.response, 200, {
    kind: `${api.type.kind}List`,
    apiVersion: chosen[0]?.object.apiVersion ?? api.type.versions[0],
    metadata: { resourceVersion: String(api.cluster.store.version()) },
    items: chosen.map(({ object }) => object),
  });
}
