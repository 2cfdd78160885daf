import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "@/sandbox/kubernetes/cluster";
import { handleDiscovery } from "@/sandbox/kubernetes/discovery/handle-discovery";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { Counts } from "@/sandbox/levers/levers";
import { ApiError, methodNotAllowed, noSuchPath } from "./api-error";
import { parseResourcePath } from "./api-request";
import { readBody } from "./read-body";
import { handleResource } from "./resource-handler";
import { sendBody, sendError, sendJson } from "./respond";

const openPaths = new Set(["/healthz", "/livez", "/readyz"]);

/** The request listener of the API: authenticates, then discovers, reviews, or acts on a resource. */
export function createListener(
  cluster: Cluster,
  counts: Counts,
  token: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const expected = digest(`Bearer ${token}`);
  return (request, response) => {
    handle(cluster, counts, expected, request, response).catch((error: unknown) =>
      sendError(response, error),
    );
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

async function handle(
  cluster: Cluster,
  counts: Counts,
  expected: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://kubernetes.default.svc");
  if (openPaths.has(url.pathname)) {
    sendBody(response, 200, "ok", "text/plain");
    return;
  }
  if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) {
    throw new ApiError(401, "Unauthorized", "Unauthorized");
  }
  if (handleDiscovery(cluster.registry, request, response, url.pathname)) return;
  const path = parsedPath(url.pathname);
  if (isReview(path.group, path.plural)) {
    if (request.method !== "POST") throw methodNotAllowed();
    return handleReview(request, response, path.group, path.plural);
  }
  const type = cluster.registry.find(path.group, path.plural);
  if (!type?.versions.includes(path.version)) throw noSuchPath();
  if (!type.namespaced && path.namespace !== undefined) throw noSuchPath();
  const { version, namespace, name, subresource } = path;
  return handleResource({
    cluster,
    counts,
    request,
    response,
    query: url.searchParams,
    type,
    version,
    namespace,
    name,
    subresource,
  });
}

function parsedPath(pathname: string) {
  try {
    const path = parseResourcePath(pathname);
    if (path) return path;
  } catch {
    // A malformed escape in the path names nothing.
  }
  throw noSuchPath();
}

const user = { username: "sandbox-admin", groups: ["system:masters", "system:authenticated"] };

/** What each review is answered with: the bearer of the token may do everything. */
const statuses: Readonly<Record<string, unknown>> = {
  "authorization.k8s.io/selfsubjectaccessreviews": { allowed: true },
  "authorization.k8s.io/subjectaccessreviews": { allowed: true },
  "authorization.k8s.io/localsubjectaccessreviews": { allowed: true },
  "authorization.k8s.io/selfsubjectrulesreviews": {
    incomplete: false,
    resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  },
  "authentication.k8s.io/selfsubjectreviews": { userInfo: user },
};

export function isReview(group: string, plural: string): boolean {
  return `${group}/${plural}` in statuses;
}

/** Answers an access review, which is never stored. */
export async function handleReview(
  request: IncomingMessage,
  response: ServerResponse,
  group: string,
  plural: string,
): Promise<void> {
  const body = await readBody(request);
  sendJson(response, 201, { ...(isRecord(body) ? body : {}), status: statuses[`${group}/${plural}`] });
}
