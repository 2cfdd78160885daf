import { methodNotAllowed, noSuchPath } from "./api-error";
import type { ApiRequest } from "./api-request";
import { listObjects } from "./list-objects";
import { sendPodLog } from "./pod-log";
import { handleScale } from "./scale";
import { sendObject } from "./send-object";
import { watchObjects } from "./watch-objects";
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
