import { isRecord } from "../json/is-record";
import type { Entry } from "../store/entry";
import { applyObject } from "../writes/apply-object";
import { createObject } from "../writes/create-object";
import { deleteObject } from "../writes/delete-object";
import { parseDraft } from "../writes/parse-draft";
import { applyPatchJsonType, applyPatchType, patchObject } from "../writes/patch-object";
import { requireVersion, updateObject } from "../writes/update-object";
import { badRequest, invalid, modifiedConflict, notFound } from "./api-error";
import { type ApiRequest, writeContext } from "./api-request";
import { mediaTypeOf, readBody } from "./read-body";
import { sendJson } from "./respond";
import { selectionOf } from "./selection";
import { sendObject } from "./send-object";

/** The object that the path names. Throws 404. */
export function existingObject(api: ApiRequest): Entry {
  const name = api.name ?? "";
  const entry = api.cluster.store.get(api.type, api.namespace, name);
  if (!entry) throw notFound(api.type, name);
  return entry;
}

export async function handleCreate(api: ApiRequest): Promise<void> {
  const draft = parseDraft(await readBody(api.request), api.type);
  sendObject(api, 201, createObject(writeContext(api), draft));
}

export async function handleReplace(api: ApiRequest): Promise<void> {
  const draft = parseDraft(await readBody(api.request), api.type);
  const context = writeContext(api);
  const existing = existingObject(api);
  requireVersion(context, draft);
  sendObject(api, 200, updateObject(context, existing, draft));
}

export async function handlePatch(api: ApiRequest): Promise<void> {
  const body = await readBody(api.request);
  const mediaType = mediaTypeOf(api.request);
  if (mediaType === applyPatchType || mediaType === applyPatchJsonType) return handleApply(api, body);
  const patched = patchObject(writeContext(api), existingObject(api), body, mediaType);
  return sendObject(api, 200, patched);
}

function handleApply(api: ApiRequest, body: unknown): void {
  if (!api.query.get("fieldManager")) {
    const message = "Required value: is required for apply patch";
    const cause = { reason: "FieldValueRequired" as const, field: "fieldManager", message };
    throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [cause]);
  }
  const configuration = parseDraft(body, api.type);
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

/** Options of a deletion come in the body or, the simple ones, in the query. */
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
