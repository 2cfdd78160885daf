import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { applyJsonPatch, applyMergePatch } from "@/sandbox/kubernetes/patch";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import type { StoreEvent } from "@/sandbox/kubernetes/store/object-store";
import { invalidValue } from "@/sandbox/kubernetes/validation/names";
import { jsonPatchType } from "@/sandbox/kubernetes/writes/patch-object";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";
import { invalid, methodNotAllowed, noSuchPath } from "./api-error";
import { type ApiRequest, writeContext } from "./api-request";
import { mediaTypeOf, readBody } from "./read-body";
import { listObjects, watchObjects } from "./read-objects";
import { sendJson, sendObject, streamTo } from "./respond";
import {
  existingObject,
  handleCreate,
  handleDelete,
  handleDeleteCollection,
  handlePatch,
  handleReplace,
} from "./write-objects";

/** Carries out one request to a resource, by its method and subresource. */
export async function handleResource(api: ApiRequest): Promise<void> {
  if (api.subresource !== undefined) return handleSubresource(api);
  const { method } = api.request;
  if (api.type.namespaced && api.namespace === undefined && api.name !== undefined) throw noSuchPath();
  if (method === "GET" || method === "HEAD") {
    if (isSet(api.query.get("watch"))) return watchObjects(api);
    return api.name === undefined ? listObjects(api) : sendObject(api, 200, existingObject(api));
  }
  // Objects with a namespace are written in one; only reading goes across them.
  if (api.type.namespaced && api.namespace === undefined) throw methodNotAllowed();
  if (api.name === undefined) {
    if (method === "POST") return handleCreate(api);
    if (method === "DELETE") return handleDeleteCollection(api);
    throw methodNotAllowed();
  }
  return handleNamed(api);
}

function handleNamed(api: ApiRequest): Promise<void> {
  switch (api.request.method) {
    case "PUT":
      return handleReplace(api);
    case "PATCH":
      return handlePatch(api);
    case "DELETE":
      return handleDelete(api);
    default:
      throw methodNotAllowed();
  }
}

async function handleSubresource(api: ApiRequest): Promise<void> {
  const { type, subresource, request } = api;
  if (subresource === "log" && type.plural === "pods" && type.group === "") return sendPodLog(api);
  if (subresource === "scale" && type.scale) return handleScale(api);
  if (subresource !== "status" || !type.status) throw noSuchPath();
  if (request.method === "GET" || request.method === "HEAD") return sendObject(api, 200, existingObject(api));
  if (request.method === "PUT") return handleReplace(api);
  if (request.method === "PATCH") return handlePatch(api);
  throw methodNotAllowed();
}

function isSet(value: string | null): boolean {
  return value === "true" || value === "1";
}

/** The `scale` subresource (autoscaling/v1 Scale): reads and writes a workload's replicas. */
export async function handleScale(api: ApiRequest): Promise<void> {
  const { method } = api.request;
  if (method === "GET" || method === "HEAD")
    return sendJson(api.response, 200, scaleOf(existingObject(api).object));
  if (method !== "PUT" && method !== "PATCH") throw methodNotAllowed();
  const body = await readBody(api.request);
  const existing = existingObject(api);
  const before = scaleOf(existing.object);
  const isJsonPatch = mediaTypeOf(api.request) === jsonPatchType;
  const patched = isJsonPatch ? applyJsonPatch(before, body) : applyMergePatch(before, body);
  const replicas = numberAt(method === "PUT" ? body : patched, "spec", "replicas") ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    const cause = invalidValue("spec.replicas", replicas, "must be greater than or equal to 0");
    throw invalid({ group: "autoscaling", kind: "Scale" }, api.name ?? "", [cause]);
  }
  const metadata = isRecord(body) ? recordAt(body, "metadata") : undefined;
  const wanted =
    method === "PUT" && metadata?.resourceVersion ? { resourceVersion: metadata.resourceVersion } : {};
  const next = {
    ...existing.object,
    metadata: { ...existing.object.metadata, ...wanted },
    spec: { ...recordAt(existing.object, "spec"), replicas },
  } as unknown as Draft;
  return sendJson(api.response, 200, scaleOf(updateObject(writeContext(api), existing, next).object));
}

function scaleOf(object: StoredObject): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = Object.entries(textsAt(object, "spec", "selector", "matchLabels"));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, "spec", "replicas") ?? 0 },
    status: {
      replicas: numberAt(object, "status", "replicas") ?? 0,
      selector: selector.map(([key, value]) => `${key}=${value}`).join(","),
    },
  };
}

const ended = new Set(["Succeeded", "Failed"]);

/** The stored log of a pod: `tailLines` of it, and with `follow` what is added until the pod ends. */
export function sendPodLog(api: ApiRequest): void {
  const { request, response, query, cluster } = api;
  const { object } = existingObject(api);
  const { uid } = object.metadata;
  const lines = cluster.logs.read(uid).split("\n");
  const tail = Number(query.get("tailLines") ?? -1);
  const shown = tail >= 0 ? lines.slice(Math.max(0, lines.length - 1 - tail)) : lines;
  response.writeHead(200, { "content-type": "text/plain", "cache-control": "no-cache, private" });
  const releases: (() => void)[] = [];
  const stream = streamTo(response, () => {
    for (const release of releases) release();
  });
  stream.writeSnapshot(shown.join("\n"));
  const follows = query.get("follow") === "true" && request.method !== "HEAD";
  if (!follows || ended.has(textAt(object, "status", "phase") ?? "")) {
    stream.end();
    return;
  }
  releases.push(
    cluster.logs.follow(uid, stream.write),
    cluster.store.subscribe((event) => {
      if (isEnd(event, uid)) stream.end();
    }),
  );
}

function isEnd({ type, entry }: StoreEvent, uid: string): boolean {
  if (entry.object.metadata.uid !== uid) return false;
  return type === "DELETED" || ended.has(textAt(entry.object, "status", "phase") ?? "");
}
