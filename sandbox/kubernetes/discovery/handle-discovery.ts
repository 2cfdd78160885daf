import type { IncomingMessage, ServerResponse } from "node:http";
import { noSuchPath } from "@/sandbox/kubernetes/http/api-error";
import { negotiate, sendBody, sendJson, sendText } from "@/sandbox/kubernetes/http/respond";
import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import { groupVersion } from "@/sandbox/kubernetes/resources/resource-type";
import { openApiIndex, openApiText, openApiV2Json, openApiV2MediaType, openApiV2Protobuf } from "./openapi";
import {
  aggregatedDiscovery,
  aggregatedMediaType,
  resourceList,
  type ServedGroup,
  servedGroups,
} from "./resource-list";

const version = {
  major: "1",
  minor: "32",
  gitVersion: "v1.32.4",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "2025-04-22T15:56:13Z",
  goVersion: "go1.23.6",
  compiler: "gc",
  platform: "linux/amd64",
};

/** Answers what tells a client what is served; false when the path is not such a one. */
export function handleDiscovery(
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): boolean {
  const path = pathname.replace(/\/$/, "");
  if (path === "") sendJson(response, 200, { paths: rootPaths(registry) });
  else if (path === "/version") sendJson(response, 200, version);
  else if (path === "/api" || path === "/apis") sendRoot(registry, request, response, path === "/api");
  else if (path === "/openapi/v2") sendOpenApiV2(request, response);
  else if (path === "/openapi/v3") sendJson(response, 200, openApiIndex(registry));
  else if (path.startsWith("/openapi/v3/")) sendOpenApiV3(registry, response, path.split("/").slice(3));
  else return sendGroup(registry, response, path);
  return true;
}

function rootPaths(registry: Registry): string[] {
  const groups = servedGroups(registry).flatMap(({ name, versions }) =>
    name === "" ? [] : [`/apis/${name}`, ...versions.map((each) => `/apis/${name}/${each}`)],
  );
  const others = ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
  return ["/api", "/api/v1", "/apis", ...groups.toSorted(), ...others];
}

function sendRoot(
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
  isCore: boolean,
): void {
  if (negotiate(request.headers.accept) === "aggregated") {
    sendBody(response, 200, JSON.stringify(aggregatedDiscovery(registry, isCore)), aggregatedMediaType);
  } else if (isCore) {
    const serverAddressByClientCIDRs = [
      { clientCIDR: "0.0.0.0/0", serverAddress: request.headers.host ?? "" },
    ];
    sendJson(response, 200, { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs });
  } else {
    const groups = servedGroups(registry)
      .filter(({ name }) => name !== "")
      .map(apiGroup);
    sendJson(response, 200, { kind: "APIGroupList", apiVersion: "v1", groups });
  }
}

function apiGroup({ name, versions }: ServedGroup): Record<string, unknown> {
  const described = versions.map((each) => ({ groupVersion: groupVersion(name, each), version: each }));
  return { name, versions: described, preferredVersion: described[0] };
}

function sendOpenApiV2(request: IncomingMessage, response: ServerResponse): void {
  if ((request.headers.accept ?? "").includes("protobuf")) {
    response.writeHead(200, { "content-type": openApiV2MediaType });
    response.end(openApiV2Protobuf());
  } else sendJson(response, 200, openApiV2Json);
}

function sendOpenApiV3(registry: Registry, response: ServerResponse, segments: readonly string[]): void {
  const [root, first = "", second] = segments;
  const [group, wanted] = root === "api" ? ["", first] : [first, second ?? ""];
  const known = servedGroups(registry).find(({ name }) => name === group);
  if (!known?.versions.includes(wanted)) throw noSuchPath();
  sendText(response, 200, openApiText(registry, group, wanted));
}

/** `/api/v1`, `/apis/{group}` and `/apis/{group}/{version}`. */
function sendGroup(registry: Registry, response: ServerResponse, path: string): boolean {
  const [, root, first, second, ...rest] = path.split("/");
  if (rest.length > 0 || first === undefined || (root !== "api" && root !== "apis")) return false;
  if (root === "api" && second !== undefined) return false;
  const [group, wanted] = root === "api" ? ["", first] : [first, second];
  const known = servedGroups(registry).find(({ name }) => name === group);
  if (!known || (wanted !== undefined && !known.versions.includes(wanted))) throw noSuchPath();
  if (wanted === undefined)
    sendJson(response, 200, { kind: "APIGroup", apiVersion: "v1", ...apiGroup(known) });
  else sendJson(response, 200, resourceList(registry, group, wanted));
  return true;
}
