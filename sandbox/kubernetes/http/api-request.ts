import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import type { Writer } from "@/sandbox/kubernetes/managed-fields/apply";
import { groupVersion, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import { parseFieldSelector, parseLabelSelector, SelectorError } from "@/sandbox/kubernetes/selectors";
import type { WriteContext } from "@/sandbox/kubernetes/writes/draft";
import type { Counts } from "@/sandbox/levers/levers";
import { badRequest } from "./api-error";

/** The target of a resource request, as the path says; it may not exist. */
interface ResourcePath {
  group: string;
  version: string;
  namespace?: string;
  plural: string;
  name?: string;
  subresource?: string;
}

/** Parses `/api/v1/…` and `/apis/{group}/{version}/…`; null for any other path. */
export function parseResourcePath(pathname: string): ResourcePath | null {
  const [root, ...segments] = pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const group = root === "api" ? "" : root === "apis" ? segments.shift() : undefined;
  const version = segments.shift();
  const [first, second, third, ...rest] = segments;
  if (group === undefined || version === undefined || first === undefined) return null;
  const isNamespaceItself = third === undefined || third === "status" || third === "finalize";
  if (first === "namespaces" && second !== undefined && !isNamespaceItself) {
    return { group, version, namespace: second, plural: third, ...named(rest) };
  }
  return { group, version, plural: first, ...named(segments.slice(1)) };
}

function named(segments: readonly string[]): Pick<ResourcePath, "name" | "subresource"> {
  const [name, subresource] = segments;
  return { ...(name !== undefined && { name }), ...(subresource !== undefined && { subresource }) };
}

/** One request to the API, with the resolved target of its path. */
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

/** The field manager of a write: `fieldManager`, or the product in the User-Agent. */
function writerOf(api: ApiRequest, operation: Writer["operation"], subresource: string | undefined): Writer {
  const product = (api.request.headers["user-agent"] ?? "unknown").split("/")[0]?.trim() || "unknown";
  return {
    manager: (api.query.get("fieldManager") || product).slice(0, 128),
    operation,
    apiVersion: groupVersion(api.type.group, api.version),
    ...(subresource !== undefined && { subresource }),
  };
}

/** The context of the requested write. Throws 400 for a dry run that isn't `All`. */
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

/** What `labelSelector` and `fieldSelector` (and a name in a watch's path) select; null for everything. */
export function selectionOf(api: ApiRequest): ((object: StoredObject) => boolean) | null {
  const labels = api.query.get("labelSelector");
  const fields = api.query.get("fieldSelector");
  if (!labels && !fields && api.name === undefined) return null;
  try {
    const byLabel = labels ? parseLabelSelector(labels) : null;
    const byField = fields ? parseFieldSelector(fields, api.type.group, api.type.plural) : null;
    return (object) =>
      (byLabel === null || byLabel(object.metadata.labels)) &&
      (byField === null || byField(object)) &&
      (api.name === undefined || object.metadata.name === api.name);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}
