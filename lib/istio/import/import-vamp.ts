import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { labelProblem } from "@/lib/model/dns-name";
import {
  type ImportedDocument,
  type ImportProblem,
  type Locate,
  nameProblem,
  unknownDocument,
} from "./imported-document";
import { texts } from "./texts";

/**
 * Converts one of the original's documents to objects; its fields may be under `specification` or `spec`. Skips by name what
 * the original had but Istio doesn't: releases, experiments, users.
 */
export function importVamp(
  document: unknown,
  namespace: string,
  locate: Locate,
): ImportedDocument[] | { skipped: string } {
  const wrapper = isFields(document)
    ? ["specification", "spec"].find((field) => isFields(document[field]))
    : undefined;
  const outer = isFields(document) ? document : {};
  const inner = wrapper === undefined ? {} : (outer[wrapper] as Record<string, unknown>);
  const fields = { ...outer, ...inner };
  const kinds = vampKinds(outer.kind, fields);
  if (kinds.length === 0) {
    const skipped = passedOver(outer.kind, fields);
    if (skipped) return { skipped };
    const path = isFields(document) && "kind" in document ? ["kind"] : [];
    const message = texts.unknownDocument;
    return [unknownDocument({ source: "vamp", namespace, name: fields.name, message, path, locate })];
  }
  const at = (path: (string | number)[]) =>
    path[0] !== undefined && path[0] in inner ? [wrapper ?? "", ...path] : path;
  return kinds.map((kind) => {
    const { formSchema, fromForm } = kindEntry(kind);
    const form = formFromVamp(kind, fields);
    const parsed = formSchema.safeParse(form);
    const isNamed = typeof fields.name === "string" && fields.name !== "";
    // Without a name, what is made from it can't be right either, so the name is reported once.
    const ofName = new Set(isNamed ? [] : ["name", ...(kind === "DestinationRule" ? ["service"] : [])]);
    const mistakes = (parsed.error?.issues ?? [])
      .map(({ path, message }) => ({
        message,
        keys: path.map((key) => (typeof key === "symbol" ? "" : key)),
      }))
      .filter(({ keys }) => !ofName.has(String(keys[0])))
      .map(({ message, keys }): ImportProblem => {
        const path = at(keys);
        return { severity: "error", path, message, ...locate(path) };
      });
    const renamed = renamedSubsets(kind, fields).map(({ path: keys, from, to }): ImportProblem => {
      const path = at(keys);
      return { severity: "warning", path, message: texts.subsetRenamed({ from, to }), ...locate(path) };
    });
    return {
      kind,
      name: isNamed ? String(fields.name) : "",
      namespace,
      written: null,
      source: "vamp" as const,
      place: locate([]),
      object: parsed.success ? fromForm(parsed.data, namespace) : null,
      form: parsed.success ? parsed.data : form,
      problems: [...(isNamed ? [] : [nameProblem(["name"], locate)]), ...mistakes, ...renamed],
    };
  });
}

/** The original had no form for Deployments. */
type VampKind = Exclude<Kind, "Deployment">;

/**
 * What one of the original's documents becomes, by its `kind` or else by the fields that only this kind has. Its destination
 * was a Service and the subsets of its pods in one.
 */
function vampKinds(kind: unknown, fields: Fields): VampKind[] {
  const destination: VampKind[] = isEmpty(fields.subsets) ? ["Service"] : ["Service", "DestinationRule"];
  if (typeof kind === "string") {
    const name = plainName(kind);
    const known = byName.get(name);
    return name === "destination" ? destination : known ? [known] : [];
  }
  if ("servers" in fields) return ["Gateway"];
  if ("routes" in fields || ("gateways" in fields && "hosts" in fields)) return ["VirtualService"];
  if ("application" in fields && "ports" in fields) return destination;
  if ("subsets" in fields) return ["DestinationRule"];
  if ("ports" in fields) return "hosts" in fields ? ["ServiceEntry"] : ["Service"];
  return [];
}

function isEmpty(value: unknown): boolean {
  return Object.keys(isFields(value) || Array.isArray(value) ? value : {}).length === 0;
}

/** A map, because with a plain object a kind called `constructor` would be known. */
const byName = new Map<string, VampKind>(
  Object.entries({
    gateway: "Gateway",
    virtualservice: "VirtualService",
    vampservice: "VirtualService",
    destinationrule: "DestinationRule",
    serviceentry: "ServiceEntry",
    service: "Service",
  }),
);

/** Other things that the original had, by `kind` or by the fields that only this kind has. */
const others: readonly { kind: string; title: string; fields: readonly string[] }[] = [
  { kind: "deployment", title: texts.vampDeployment, fields: ["pod"] },
  { kind: "canaryrelease", title: texts.canaryRelease, fields: ["vampService", "updatePeriod"] },
  { kind: "experiment", title: texts.experiment, fields: ["vampServiceName"] },
  { kind: "project", title: texts.project, fields: ["policyExecutor"] },
  { kind: "role", title: texts.role, fields: ["permissions"] },
  { kind: "user", title: texts.user, fields: ["password"] },
  { kind: "ingress", title: texts.vampIngress, fields: ["paths"] },
];

function passedOver(kind: unknown, fields: Fields): string | null {
  if (typeof kind === "string") return others.find((other) => other.kind === plainName(kind))?.title ?? null;
  if (isOnlyMetadata(fields)) return texts.project;
  return others.find((other) => other.fields.every((field) => field in fields))?.title ?? null;
}

/** In the original's samples, a project is a document with nothing but metadata. */
function isOnlyMetadata({ name: _name, ...fields }: Fields): boolean {
  return isFields(fields.metadata) && Object.keys(fields).length === 1;
}

function plainName(kind: string): string {
  return kind.toLowerCase().replace(/[^a-z]/g, "");
}

/** Istio accepts only labels as names of subsets, but the original accepted any name: `1.2.0` becomes `1-2-0`. */
function subsetName(name: unknown): unknown {
  if (typeof name !== "string" || labelProblem(name) === null) return name;
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain === "" ? name : plain;
}

/** Where the names of subsets are changed, each name once. */
function renamedSubsets(kind: VampKind, fields: Fields) {
  const found = new Map<string, { path: (string | number)[]; from: string; to: string }>();
  const look = (name: unknown, path: (string | number)[]) => {
    const next = subsetName(name);
    if (typeof name === "string" && next !== name && !found.has(name))
      found.set(name, { path, from: name, to: String(next) });
  };
  if (kind === "DestinationRule" && isFields(fields.subsets))
    for (const name of Object.keys(fields.subsets)) look(name, ["subsets", name]);
  if (kind === "DestinationRule" && Array.isArray(fields.subsets))
    for (const [index, each] of fields.subsets.entries())
      if (isFields(each)) look(each.name, ["subsets", index, "name"]);
  if (kind === "VirtualService" && Array.isArray(fields.routes))
    for (const [index, each] of fields.routes.entries())
      for (const [position, weight] of isFields(each) && Array.isArray(each.weights)
        ? each.weights.entries()
        : []) {
        if (!isFields(weight)) continue;
        const field = "subset" in weight ? "subset" : "version";
        look(weight[field], ["routes", index, "weights", position, field]);
      }
  return [...found.values()];
}

type Fields = Record<string, unknown>;

/**
 * The input of Lamia's form for one of the original's documents: its field names become ours, and what it didn't have gets
 * the form's defaults. Checks nothing, because the form's schema does.
 */
function formFromVamp(kind: VampKind, fields: Fields): unknown {
  const { labels, metadata } = fields;
  const common = { name: fields.name ?? "", labels: keyValues(labels), metadata: keyValues(metadata) };
  switch (kind) {
    case "Gateway":
      return {
        ...common,
        servers: list(fields.servers, server),
        selector: optional(fields.selector, keyValues),
      };
    case "VirtualService":
      return {
        ...common,
        hosts: fields.hosts ?? [],
        gateways: gatewaysOf(fields),
        routes: list(fields.routes, route),
      };
    case "DestinationRule":
      return {
        ...common,
        service: fields.service ?? fields.host ?? fields.name ?? "",
        subsets: subsets(fields.subsets),
      };
    case "ServiceEntry":
      return { ...common, hosts: fields.hosts ?? [], ports: list(fields.ports, entryPort) };
    case "Service":
      return {
        ...common,
        selector: keyValues(
          fields.selectors ?? fields.selector ?? optional(fields.application, (app) => ({ app })),
        ),
        ports: list(fields.ports, ({ targetPort, target_port, ...port }) => ({
          ...port,
          targetPort: targetPort ?? target_port,
        })),
      };
  }
}

/** In the original, an internally exposed service was reached by its name, which is the mesh's gateway in Istio. */
function gatewaysOf({ gateways, exposeInternally }: Fields): unknown {
  if (exposeInternally !== true || !(gateways === undefined || gateways === null || Array.isArray(gateways)))
    return gateways ?? [];
  return [...new Set([...(gateways ?? []), "mesh"])];
}

function server({ certifiedHost, securedHost, hosts, port, protocol }: Fields): unknown {
  const certified = isFields(certifiedHost) ? certifiedHost.host : certifiedHost;
  const secured = securedHost ?? certified ?? undefined;
  return { securedHost: secured, hosts, port, protocol: protocol ?? (secured ? "https" : "http") };
}

function route(fields: Fields): unknown {
  const { rewrite, rewriteUri, retries, weights, timeout, condition, protocol, name } = fields;
  const uri = rewriteUri ?? (isFields(rewrite) ? rewrite.uri : rewrite);
  return {
    name: name ?? undefined,
    protocol: protocol ?? undefined,
    condition: condition ?? "",
    timeout: optional(timeout, String),
    rewrite: optional(uri, (value) => ({ uri: value })),
    retries: optional(retries, (value) =>
      isFields(value)
        ? { attempts: value.attempts, perTryTimeout: optional(value.perTryTimeout ?? value.timeout, String) }
        : value,
    ),
    weights: list(weights, ({ destination, port, version, subset, weight }) => ({
      destination,
      port: port ?? undefined,
      subset: subsetName(subset ?? version ?? undefined),
      weight: weight ?? 100,
    })),
  };
}

function entryPort({ port, number, protocol }: Fields): unknown {
  return { port: port ?? number, protocol: protocol ?? "tcp" };
}

/** A list of `{name, labels}`, or a map from names to labels. */
function subsets(value: unknown): unknown {
  if (!isFields(value))
    return list(value, ({ name, labels }) => ({ name: subsetName(name), labels: keyValues(labels) }));
  return Object.entries(value).map(([name, labels]) => ({
    name: subsetName(name),
    labels: keyValues(isFields(labels) && isFields(labels.labels) ? labels.labels : labels),
  }));
}

/** A map, or a list of `{key, value}` as the original's forms sent it; numbers become text. */
function keyValues(value: unknown): unknown {
  if (value === undefined || value === null) return {};
  const pairs = Array.isArray(value)
    ? value.filter(isFields).map(({ key, value: inner }) => [String(key), inner] as const)
    : isFields(value)
      ? Object.entries(value)
      : null;
  if (!pairs) return value;
  return Object.fromEntries(
    pairs.map(([key, inner]) => [key, typeof inner === "object" ? inner : String(inner)]),
  );
}

function list(value: unknown, each: (fields: Fields) => unknown): unknown {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((entry) => (isFields(entry) ? each(entry) : entry)) : value;
}

function optional<T>(value: unknown, map: (value: unknown) => T): T | undefined {
  return value === undefined || value === null || value === "" ? undefined : map(value);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
