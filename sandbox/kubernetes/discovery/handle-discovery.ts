import type { IncomingMessage, ServerResponse } from "node:http";
import { noSuchPath } from "@/sandbox/kubernetes/http/api-error";
import { negotiate, sendBody, sendJson, sendText } from "@/sandbox/kubernetes/http/respond";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import { groupVersion, type ResourceType, schemaIn } from "@/sandbox/kubernetes/resources/resource-type";
import {
  kubernetesDefinitions,
  type OpenApiSchema,
  referencePrefix,
} from "@/sandbox/kubernetes/schema/published-definitions";
import {
  aggregatedDiscovery,
  aggregatedMediaType,
  resourceList,
  type ServedGroup,
  servedGroups,
  typesOf,
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

/** Answers discovery requests; returns false for other paths. */
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

/** The index at `/openapi/v3`: the location of each group and version's document. */
export function openApiIndex(registry: Registry): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const { name, versions } of servedGroups(registry)) {
    for (const version of versions) {
      const path = name === "" ? `api/${version}` : `apis/${name}/${version}`;
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${registry.generation()}` };
    }
  }
  return { paths };
}

const texts = new WeakMap<Registry, { generation: number; byVersion: Map<string, string> }>();

/** The document's text, cached while the served kinds stay the same: kubectl requests it on every apply. */
export function openApiText(registry: Registry, group: string, version: string): string {
  const generation = registry.generation();
  let known = texts.get(registry);
  if (known?.generation !== generation) {
    known = { generation, byVersion: new Map() };
    texts.set(registry, known);
  }
  const key = groupVersion(group, version);
  const text = known.byVersion.get(key) ?? JSON.stringify(openApiDocument(registry, group, version));
  known.byVersion.set(key, text);
  return text;
}

/**
 * The document of one version: its kinds, all schemas they refer to, and for each kind the patch operation with its
 * parameters. kubectl learns from those that the server validates fields.
 */
function openApiDocument(registry: Registry, group: string, version: string): Record<string, unknown> {
  const types = typesOf(registry, group, version);
  const schemas: Record<string, unknown> = {};
  for (const type of types) {
    const schema = schemaIn(type, version);
    if (schema.$ref) addDefinition(schemas, schema.$ref.slice(referencePrefix.length));
    else {
      const name = `${groupVersion(group, version).split(/[./]/).reverse().join(".")}.${type.kind}`;
      const kind = kindOf(type, version);
      addSchema(schemas, name, { ...schema, "x-kubernetes-group-version-kind": [kind] });
    }
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.32.4" },
    paths: Object.fromEntries(
      types.map((type) => [pathOf(type, version), { patch: patchOperation(type, version) }]),
    ),
    components: { schemas },
  };
}

function addDefinition(schemas: Record<string, unknown>, name: string): void {
  const definition = kubernetesDefinitions().get(name);
  if (definition && !(name in schemas)) addSchema(schemas, name, definition);
}

/** Wraps OpenAPI 3 references, so that a description can accompany them. */
function addSchema(schemas: Record<string, unknown>, name: string, schema: OpenApiSchema): void {
  schemas[name] = {};
  const referred: string[] = [];
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const reference = isRecord(value) ? value.$ref : undefined;
    if (!isRecord(value) || typeof reference !== "string") return value;
    const { $ref: _reference, ...beside } = value;
    const target = reference.slice(referencePrefix.length);
    referred.push(target);
    return { ...beside, allOf: [{ [referenceMark]: `#/components/schemas/${target}` }] };
  });
  schemas[name] = JSON.parse(text.replaceAll(`"${referenceMark}"`, '"$ref"'));
  for (const target of referred) addDefinition(schemas, target);
}

/** Replaces `$ref` during wrapping, so that no reference is wrapped twice. */
const referenceMark = "x-wrapped-reference";

function pathOf(type: ResourceType, version: string): string {
  const root = type.group === "" ? `/api/${version}` : `/apis/${type.group}/${version}`;
  return `${root}${type.namespaced ? "/namespaces/{namespace}" : ""}/${type.plural}/{name}`;
}

function kindOf(type: ResourceType, version: string): { group: string; version: string; kind: string } {
  return { group: type.group, version, kind: type.kind };
}

function patchOperation(type: ResourceType, version: string): Record<string, unknown> {
  const queries = ["dryRun", "fieldManager", "fieldValidation", "force"];
  return {
    operationId: `patch${type.kind}`,
    parameters: queries.map((name) => ({ name, in: "query", schema: { type: "string" } })),
    responses: { "200": { description: "OK" } },
    "x-kubernetes-action": "patch",
    "x-kubernetes-group-version-kind": kindOf(type, version),
  };
}

/**
 * `/openapi/v2`. Clients request protobuf (gnostic's openapi.v2.Document) and fall back to built-in knowledge for
 * kinds it doesn't define, so an empty document of a known version is enough. Their media type has an `@` before
 * the version, which no media type may have (RFC 9110, section 5.6.2); the answer has a dot instead.
 */
export const openApiV2MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

const info = { title: "Kubernetes", version: "v1.32.4" };

export const openApiV2Json = { swagger: "2.0", info, paths: {}, definitions: {} };

/** The document in protobuf: `swagger` = 1, `info` = 2 {`title` = 1, `version` = 2}, `paths` = 8. */
export function openApiV2Protobuf(): Buffer {
  const field = (number: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
  const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));
  const details = Buffer.concat([text(1, info.title), text(2, info.version)]);
  return Buffer.concat([
    text(1, "2.0"),
    field(2, details),
    field(8, Buffer.alloc(0)),
    field(9, Buffer.alloc(0)),
  ]);
}
