import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { Writer } from "@/sandbox/kubernetes/managed-fields/managers";
import { groupVersion, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import type { WriteContext } from "@/sandbox/kubernetes/writes/draft";
import type { Counts } from "@/sandbox/levers/levers";
import { badRequest } from "./api-error";

/** One request to the API, with what the path has been resolved to. */
export interface ApiRequest {
  cluster: Cluster;
  counts: Counts;
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  type: ResourceType;
  version: string;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

/** Whom a write is recorded for: `fieldManager`, else the product of the User-Agent. */
function writerOf(api: ApiRequest, operation: Writer["operation"], subresource: string | undefined): Writer {
  const product = (api.request.headers["user-agent"] ?? "unknown").split("/")[0]?.trim() || "unknown";
  return {
    manager: (api.query.get("fieldManager") || product).slice(0, 128),
    operation,
    apiVersion: groupVersion(api.type.group, api.version),
    ...(subresource !== undefined && { subresource }),
  };
}

/** The context of a write that the request asks for. Throws 400 for a dry run that is not `All`. */
export function writeContext(api: ApiRequest, operation: Writer["operation"] = "Update"): WriteContext {
  const dryRuns = api.query.getAll("dryRun");
  if (dryRuns.some((value) => value !== "All"))
    throw badRequest(`Invalid value: ${dryRuns}: dryRun must be "All"`);
  return {
    cluster: api.cluster,
    type: api.type,
    namespace: api.namespace,
    writer: writerOf(api, operation, api.subresource),
    subresource: api.subresource === "status" ? "status" : undefined,
    dryRun: dryRuns.length > 0,
  };
}
