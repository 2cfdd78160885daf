import { isRecord } from "@/lib/istio/edit/merge-edits";
import type { ListName, MeshLists } from "./snapshot";

/**
 * An API server can hold objects that no schema has validated: those written before a CustomResourceDefinition had a schema,
 * and those with preserved unknown fields. Here each object gets the shape that its type promises, once, so that no check has
 * to doubt it. A part of the wrong type becomes what it would be if nobody had written it. Entries of a list keep their
 * positions, because findings name them by index.
 */
export function wellFormed<Name extends ListName>(list: Name, object: MeshLists[Name]): MeshLists[Name] {
  const before = known.get(object);
  if (before) return before as MeshLists[Name];
  const fitted = shapes[list](object) as MeshLists[Name];
  known.set(object, fitted);
  return fitted;
}

/** Each object is converted once, so that all callers get the same result. */
const known = new WeakMap<object, object>();

/** Returns the value if it fits, otherwise one that does; `undefined` omits the field. */
type Shape = (value: unknown) => unknown;

const text: Shape = (value) => (typeof value === "string" ? value : "");
const maybeText: Shape = (value) => (typeof value === "string" ? value : undefined);
const number: Shape = (value) => (Number.isFinite(value) ? value : 0);
const maybeNumber: Shape = (value) => (Number.isFinite(value) ? value : undefined);
const maybeFlag: Shape = (value) => (typeof value === "boolean" ? value : undefined);
const portOrName: Shape = (value) => (typeof value === "string" ? value : maybeNumber(value));
const time: Shape = (value) => (value instanceof Date ? value : maybeText(value));

function object(fields: Record<string, Shape>): Shape {
  const entries = Object.entries(fields);
  return (value) => {
    const given: Record<string, unknown> = isRecord(value) ? value : {};
    let fitted = given;
    for (const [key, shape] of entries) {
      const before = given[key];
      const after = shape(before);
      if (after === before) continue;
      if (fitted === given) fitted = { ...given };
      if (after === undefined) delete fitted[key];
      else fitted[key] = after;
    }
    return fitted;
  };
}

function maybe(shape: Shape): Shape {
  return (value) => (isRecord(value) ? shape(value) : undefined);
}

function listOf(entry: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return [];
    const fitted = value.map(entry);
    return fitted.every((each, index) => each === value[index]) ? value : fitted;
  };
}

function maybeList(entry: Shape): Shape {
  const list = listOf(entry);
  return (value) => (Array.isArray(value) ? list(value) : undefined);
}

/** Values under any key; those that don't fit are omitted. */
function mapOf(entry: Shape): Shape {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value);
    const fitted = entries.map(([key, each]) => [key, entry(each)] as const);
    if (fitted.every(([, each], index) => each !== undefined && each === entries[index]?.[1])) return value;
    return Object.fromEntries(fitted.filter(([, each]) => each !== undefined));
  };
}

const labels = mapOf(maybeText);
const metadata = object({
  name: text,
  namespace: maybeText,
  labels,
  annotations: labels,
  creationTimestamp: time,
});
const spec = (fields: Record<string, Shape>) => object({ metadata, spec: object(fields) });

const portNumber = maybe(object({ number: maybeNumber }));
const destination = object({ host: text, subset: maybeText, port: portNumber });
const stringMatch = object({ exact: maybeText, prefix: maybeText, regex: maybeText });
const stringMatches = mapOf((value) => (value === null ? {} : maybe(stringMatch)(value)));

const match = object({
  name: maybeText,
  uri: maybe(stringMatch),
  ignoreUriCase: maybeFlag,
  scheme: maybe(stringMatch),
  method: maybe(stringMatch),
  authority: maybe(stringMatch),
  headers: stringMatches,
  withoutHeaders: stringMatches,
  queryParams: stringMatches,
  port: maybeNumber,
  sniHosts: maybeList(text),
  destinationSubnets: maybeList(text),
  sourceLabels: labels,
  sourceNamespace: maybeText,
  gateways: maybeList(text),
  statPrefix: maybeText,
});

const route = object({
  name: maybeText,
  match: maybeList(match),
  route: maybeList(object({ destination, weight: maybeNumber })),
  timeout: maybeText,
  rewrite: maybe(object({ uri: maybeText, authority: maybeText, uriRegexRewrite: maybe(object({})) })),
  retries: maybe(object({})),
  redirect: maybe(object({})),
  directResponse: maybe(object({})),
  delegate: maybe(object({ name: maybeText, namespace: maybeText })),
  mirror: maybe(destination),
  mirrors: maybeList(object({ destination })),
});

const tls = maybe(
  object({
    httpsRedirect: maybeFlag,
    mode: maybeText,
    credentialName: maybeText,
    credentialNames: maybeList(text),
    serverCertificate: maybeText,
    privateKey: maybeText,
    tlsCertificates: maybeList(object({})),
  }),
);

const clientTls = maybe(object({ mode: maybeText, caCertificates: maybeText, credentialName: maybeText }));

const shapes: Record<ListName, Shape> = {
  namespaces: object({ name: text, labels: (value) => labels(value) ?? {} }),
  gateways: spec({
    selector: labels,
    servers: maybeList(
      object({
        name: maybeText,
        bind: maybeText,
        port: object({ number, protocol: text, name: maybeText, targetPort: maybeNumber }),
        hosts: listOf(text),
        tls,
      }),
    ),
  }),
  virtualServices: spec({
    hosts: maybeList(text),
    gateways: maybeList(text),
    http: maybeList(route),
    tls: maybeList(route),
    tcp: maybeList(route),
    exportTo: maybeList(text),
  }),
  destinationRules: spec({
    host: text,
    subsets: maybeList(object({ name: text, labels })),
    exportTo: maybeList(text),
    workloadSelector: maybe(object({ matchLabels: labels })),
    trafficPolicy: maybe(
      object({
        tls: clientTls,
        portLevelSettings: maybeList(object({ port: portNumber, tls: clientTls })),
      }),
    ),
  }),
  serviceEntries: object({
    metadata,
    status: maybe(object({ addresses: maybeList(object({})) })),
    spec: object({
      hosts: listOf(text),
      addresses: maybeList(text),
      ports: maybeList(object({ number, name: text, protocol: maybeText, targetPort: maybeNumber })),
      location: maybeText,
      resolution: maybeText,
      exportTo: maybeList(text),
      endpoints: maybeList(object({})),
      workloadSelector: maybe(object({ labels })),
    }),
  }),
  services: spec({
    selector: labels,
    ports: maybeList(
      object({
        port: number,
        name: maybeText,
        protocol: maybeText,
        appProtocol: maybeText,
        targetPort: portOrName,
      }),
    ),
    type: maybeText,
    externalName: maybeText,
  }),
  workloads: object({ namespace: text, name: text, podLabels: (value) => labels(value) ?? {} }),
  secrets: object({
    namespace: text,
    name: text,
    certificate: maybe(object({ names: listOf(text), serial: maybeText })),
  }),
};
