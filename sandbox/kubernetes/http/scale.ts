import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord, numberAt, recordAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { applyJsonPatch } from "@/sandbox/kubernetes/patch/json-patch";
import { applyMergePatch } from "@/sandbox/kubernetes/patch/merge-patch";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { invalidValue } from "@/sandbox/kubernetes/validation/names";
import { jsonPatchType } from "@/sandbox/kubernetes/writes/patch-object";
import { updateObject } from "@/sandbox/kubernetes/writes/update-object";
import { invalid, methodNotAllowed } from "./api-error";
import { type ApiRequest, writeContext } from "./api-request";
import { mediaTypeOf, readBody } from "./read-body";
import { sendJson } from "./respond";
import { existingObject } from "./write-objects";

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
