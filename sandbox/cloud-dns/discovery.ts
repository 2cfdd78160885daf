import { apiMethods } from "./routes";

/**
 * Where clients look for the description of the API: on a host that serves the descriptions of all Google APIs, and
 * on the API's own host.
 */
const paths = new Map([
  ["/discovery/v1/apis/dns/v1/rest", {}],
  ["/$discovery/rest", { version: "v1" }],
]);

/** Whether a request asks for the description of the API, which needs no token. */
export function asksForDiscovery(method: string, url: URL): boolean {
  const wanted = paths.get(url.pathname);
  return (
    method === "GET" &&
    wanted !== undefined &&
    Object.entries(wanted).every(([name, value]) => url.searchParams.get(name) === value)
  );
}

interface Method {
  id: string;
  path: string;
  httpMethod: string;
  parameters: Record<string, object>;
  parameterOrder: string[];
  request?: { $ref: string };
  response?: { $ref: string };
  scopes: readonly string[];
}

const text = { type: "string" };
const texts = { type: "array", items: text };
const reference = ($ref: string) => ({ $ref });
const listOf = ($ref: string) => ({ type: "array", items: { $ref } });

/** Optional query parameters of methods; clients page only when a method has `pageToken`. */
const paging = { maxResults: { type: "integer", format: "int32" }, pageToken: text };
const queries: Readonly<Record<string, Record<string, object>>> = {
  "managedZones.list": { dnsName: text, ...paging },
  "resourceRecordSets.list": { name: text, type: text, ...paging },
  "changes.list": { sortBy: text, sortOrder: text, ...paging },
};

/** Request and response types of each resource's methods, and the field of a list that holds its items. */
const resources: Readonly<Record<string, { one: string; list: string; items: string }>> = {
  projects: { one: "Project", list: "", items: "" },
  managedZones: { one: "ManagedZone", list: "ManagedZonesListResponse", items: "managedZones" },
  resourceRecordSets: { one: "ResourceRecordSet", list: "ResourceRecordSetsListResponse", items: "rrsets" },
  dnsKeys: { one: "DnsKey", list: "DnsKeysListResponse", items: "dnsKeys" },
  changes: { one: "Change", list: "ChangesListResponse", items: "changes" },
};

/**
 * The API's description in Google's format (Google API Discovery Service, `discovery#restDescription`) of the
 * methods that the sandbox serves. Clients such as google-api-python-client build themselves from it.
 * @param endpoint base URL without a trailing slash; the paths of the methods are below it
 */
export function discoveryDocument(endpoint: string, scopes: readonly string[]): object {
  const described: Record<string, { methods: Record<string, Method> }> = {};
  for (const { verb, path, permission } of apiMethods) {
    const [, resource = "", permitted = ""] = permission.split(".");
    const name = verb === "PATCH" ? "patch" : permitted;
    const of = described[resource] ?? { methods: {} };
    described[resource] = of;
    of.methods[name] = methodOf(verb, path, resource, name, scopes);
  }
  const lists = Object.values(resources).filter(({ list }) => list !== "");
  return {
    kind: "discovery#restDescription",
    discoveryVersion: "v1",
    id: "dns:v1",
    name: "dns",
    version: "v1",
    title: "Cloud DNS API",
    protocol: "rest",
    rootUrl: `${endpoint}/`,
    servicePath: "",
    baseUrl: `${endpoint}/`,
    batchPath: "batch",
    parameters: {
      alt: { ...text, location: "query", default: "json" },
      prettyPrint: { type: "boolean", location: "query" },
    },
    auth: { oauth2: { scopes: Object.fromEntries(scopes.map((scope) => [scope, { description: scope }])) } },
    schemas: {
      ...schemas,
      ...Object.fromEntries(
        lists.map(({ one, list, items }) => [
          list,
          objectOf(list, { kind: text, nextPageToken: text, [items]: listOf(one) }),
        ]),
      ),
    },
    resources: described,
  };
}

function methodOf(
  verb: string,
  path: string,
  resource: string,
  name: string,
  scopes: readonly string[],
): Method {
  const parameterOrder = [...path.matchAll(/:(\w+)/g)].map(([, parameter = ""]) => parameter);
  const inPath = parameterOrder.map((parameter) => [
    parameter,
    { ...text, location: "path", required: true },
  ]);
  const inQuery = Object.entries(queries[`${resource}.${name}`] ?? {}).map(([parameter, schema]) => [
    parameter,
    { ...schema, location: "query" },
  ]);
  const { one = "", list = "" } = resources[resource] ?? {};
  // Patching a zone returns an operation, which says what it did.
  const response =
    name === "list" ? list : resource === "managedZones" && name === "patch" ? "Operation" : one;
  return {
    id: `dns.${resource}.${name}`,
    path: path.slice(1).replace(/:(\w+)/g, "{$1}"),
    httpMethod: verb,
    parameters: Object.fromEntries([...inPath, ...inQuery]),
    parameterOrder,
    ...((verb === "POST" || verb === "PATCH") && { request: reference(one) }),
    ...(verb !== "DELETE" && { response: reference(response) }),
    scopes,
  };
}

function objectOf(id: string, properties: Record<string, object>): object {
  return { id, type: "object", properties };
}

const schemas = {
  Project: objectOf("Project", { kind: text, id: text, number: text, quota: { type: "any" } }),
  ManagedZone: objectOf("ManagedZone", {
    kind: text,
    id: { type: "string", format: "uint64" },
    name: text,
    dnsName: text,
    description: text,
    nameServers: texts,
    creationTime: text,
    visibility: text,
    labels: { type: "object", additionalProperties: text },
    privateVisibilityConfig: { type: "any" },
    dnssecConfig: { type: "any" },
  }),
  ResourceRecordSet: objectOf("ResourceRecordSet", {
    kind: text,
    name: text,
    type: text,
    ttl: { type: "integer", format: "int32" },
    rrdatas: texts,
    signatureRrdatas: texts,
    routingPolicy: { type: "any" },
  }),
  DnsKey: objectOf("DnsKey", {
    kind: text,
    id: text,
    type: text,
    algorithm: text,
    keyTag: { type: "integer", format: "int32" },
    publicKey: text,
    isActive: { type: "boolean" },
    digests: { type: "array", items: { type: "any" } },
  }),
  Change: objectOf("Change", {
    kind: text,
    id: text,
    startTime: text,
    status: text,
    isServing: { type: "boolean" },
    additions: listOf("ResourceRecordSet"),
    deletions: listOf("ResourceRecordSet"),
  }),
  Operation: objectOf("Operation", {
    kind: text,
    id: text,
    startTime: text,
    status: text,
    type: text,
    zoneContext: { type: "any" },
  }),
};
