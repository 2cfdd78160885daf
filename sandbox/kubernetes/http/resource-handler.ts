import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { handleDiscovery } from "@/sandbox/kubernetes/discovery/handle-discovery";
import { isRecord, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { applyJsonPatch, applyMergePatch } from "@/sandbox/kubernetes/patch";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import type { StoreEvent } from "@/sandbox/kubernetes/store/object-store";
import { invalidValue } from "@/sandbox/kubernetes/validation/names";
import { jsonPatchType } from "@/sandbox/kubernetes/writes/patch-object";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";
import type { Counts } from "@/sandbox/levers/levers";
import { type Access, handleReview, isReview } from "./access";
import { invalid, methodNotAllowed, noSuchPath } from "./api-error";
import { type ApiRequest, parseResourcePath, writeContext } from "./api-request";
import { mediaTypeOf, readBody } from "./read-body";
import { listObjects, watchObjects } from "./read-objects";
import { sendBody, sendError, sendJson, sendObject, streamTo } from "./respond";
import {
  existingObject,
  handleCreate,
  handleDelete,
  handleDeleteCollection,
  handlePatch,
  handleReplace,
} from "./write-objects";

/** Executes a request to a resource, by its method and subresource. */
export async function handleResource(api: ApiRequest): Promise<void> {
  if (api.subresource !== undefined) return handleSubresource(api);
  const { method } = api.request;
  if (api.type.namespaced && api.namespace === undefined && api.name !== undefined) throw noSuchPath();
  if (method === "GET" || method === "HEAD") {
    if (isSet(api.query.get("watch"))) return watchObjects(api);
    return api.name === undefined ? listObjects(api) : sendObject(api, 200, existingObject(api));
  }
  // Writes to namespaced objects need a namespace; only reads may cover all of them.
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

/** The stored log of a pod: the last `tailLines`, and with `follow` the additions until the pod ends. */
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

const openPaths = new Set(["/healthz", "/livez", "/readyz"]);

/** The request listener of the API: authenticates, then handles discovery, access reviews and resources, as RBAC allows. */
export function createListener(
  cluster: Cluster,
  counts: Counts,
  access: Access,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    handle(cluster, counts, access, request, response).catch((error: unknown) => sendError(response, error));
  };
}

async function handle(
  cluster: Cluster,
  counts: Counts,
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://kubernetes.default.svc");
  if (openPaths.has(url.pathname)) {
    sendBody(response, 200, "ok", "text/plain");
    return;
  }
  const user = access.actingAs(access.userOf(request), request);
  if (handleDiscovery(cluster.registry, request, response, url.pathname)) return;
  const path = parsedPath(url.pathname);
  if (isReview(path.group, path.plural)) {
    if (request.method !== "POST") throw methodNotAllowed();
    return handleReview(access, user, request, response, path.plural);
  }
  const type = cluster.registry.find(path.group, path.plural);
  if (!type?.versions.includes(path.version)) throw noSuchPath();
  if (!type.namespaced && path.namespace !== undefined) throw noSuchPath();
  const { version, namespace, name, subresource } = path;
  const api: ApiRequest = {
    ...{ cluster, counts, request, response, query: url.searchParams },
    ...{ type, version, namespace, name, subresource },
  };
  for (const verb of verbsOf(api)) {
    const resource = subresource === undefined ? type.plural : `${type.plural}/${subresource}`;
    access.require(user, { verb, group: type.group, resource, namespace, name: namedBy(api) });
  }
  return handleResource(api);
}

/** RBAC asks for `create`, too, when an apply finds no object. */
function verbsOf({ cluster, request, query, type, namespace, name }: ApiRequest): string[] {
  switch (request.method) {
    case "POST":
      return ["create"];
    case "PUT":
      return ["update"];
    case "PATCH": {
      const exists = name !== undefined && cluster.store.get(type, namespace, name) !== undefined;
      const isApply = request.headers["content-type"]?.startsWith("application/apply-patch");
      return isApply && !exists ? ["patch", "create"] : ["patch"];
    }
    case "DELETE":
      return [name === undefined ? "deletecollection" : "delete"];
    default:
      if (isSet(query.get("watch"))) return ["watch"];
      return [name === undefined ? "list" : "get"];
  }
}

/** The name that a rule with `resourceNames` is compared with; of a list, the one that it is limited to. */
function namedBy({ name, query }: ApiRequest): string | undefined {
  return name ?? /^metadata\.name==?([^,]+)$/.exec(query.get("fieldSelector") ?? "")?.[1];
}

function parsedPath(pathname: string) {
  try {
    const path = parseResourcePath(pathname);
    if (path) return path;
  } catch {
    // A malformed escape in the path matches nothing.
  }
  throw noSuchPath();
}
