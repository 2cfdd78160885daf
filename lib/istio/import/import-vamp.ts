import { type Kind, kindEntry } from "@/lib/istio/kinds";
import type { TextPlace } from "@/lib/istio/yaml/cursor";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";

export interface ImportProblem extends TextPlace {
  /** A warning does not stand in the way of an import. */
  severity: "error" | "warning";
  /** In the document as it is written. */
  path: (string | number)[];
  message: string;
}

export interface ImportedDocument {
  kind: Kind | null;
  name: string;
  source: "kubernetes" | "vamp";
  /** What would be applied; `null` when an error stands in the way. */
  object: KubernetesObject | null;
  /** The form that shows it, where its structure is right; else `null`. */
  form: unknown;
  problems: ImportProblem[];
}

/** Finds the place of a path of the document in the text. */
export type Locate = (path: readonly (string | number)[]) => TextPlace;

/** The document of which nothing more can be said, as its kind is not known. */
export function unknownDocument(
  source: ImportedDocument["source"],
  name: unknown,
  message: string,
  path: (string | number)[],
  locate: Locate,
): ImportedDocument {
  const problems: ImportProblem[] = [{ severity: "error", path, message, ...locate(path) }];
  return {
    kind: null,
    name: typeof name === "string" ? name : "",
    source,
    object: null,
    form: null,
    problems,
  };
}

/**
 * Turns one document of the original into an object; its fields may stand under `specification` or `spec`.
 */
export function importVamp(document: unknown, namespace: string, locate: Locate): ImportedDocument {
  const wrapper = isFields(document)
    ? ["specification", "spec"].find((field) => isFields(document[field]))
    : undefined;
  const outer = isFields(document) ? document : {};
  const inner = wrapper === undefined ? {} : (outer[wrapper] as Record<string, unknown>);
  const fields = { ...outer, ...inner };
  const kind = vampKind(outer.kind, fields);
  if (!kind) {
    const message = texts.unknownDocument;
    return unknownDocument(
      "vamp",
      fields.name,
      message,
      isFields(document) && "kind" in document ? ["kind"] : [],
      locate,
    );
  }
  const { formSchema, fromForm } = kindEntry(kind);
  const form = formFromVamp(kind, fields);
  const parsed = formSchema.safeParse(form);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }): ImportProblem => {
    const keys = path.map((key) => (typeof key === "symbol" ? String(key) : key));
    const written = keys[0] !== undefined && keys[0] in inner ? [wrapper ?? "", ...keys] : keys;
    return { severity: "error", path: written, message, ...locate(written) };
  });
  return {
    kind,
    name: typeof fields.name === "string" ? fields.name : "",
    source: "vamp",
    object: parsed.success ? fromForm(parsed.data, namespace) : null,
    form: parsed.success ? parsed.data : form,
    problems,
  };
}

/** The original had no form for Deployments. */
type VampKind = Exclude<Kind, "Deployment">;

/** The kind of a document of the original, by its `kind` or else by the fields that only this kind has. */
function vampKind(kind: unknown, fields: Record<string, unknown>): VampKind | null {
  if (typeof kind === "string") return byName.get(kind.toLowerCase().replace(/[^a-z]/g, "")) ?? null;
  if ("servers" in fields) return "Gateway";
  if ("routes" in fields) return "VirtualService";
  if ("subsets" in fields) return "DestinationRule";
  if ("ports" in fields) return "hosts" in fields ? "ServiceEntry" : "Service";
  return null;
}

/** A map, as in a plain object every kind called `constructor` would be known. */
const byName = new Map<string, VampKind>(
  Object.entries({
    gateway: "Gateway",
    virtualservice: "VirtualService",
    destinationrule: "DestinationRule",
    serviceentry: "ServiceEntry",
    service: "Service",
  }),
);

type Fields = Record<string, unknown>;

/**
 * The input of Lamia's form for a document of the original: its names of fields become ours, and what it did
 * not have takes the form's defaults. Nothing is checked here; the form's schema does that.
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
        gateways: fields.gateways ?? [],
        routes: list(fields.routes, route),
      };
    case "DestinationRule":
      return { ...common, service: fields.service ?? fields.host ?? "", subsets: subsets(fields.subsets) };
    case "ServiceEntry":
      return { ...common, hosts: fields.hosts ?? [], ports: list(fields.ports, entryPort) };
    case "Service":
      return {
        ...common,
        selector: keyValues(fields.selectors ?? fields.selector),
        ports: list(fields.ports, ({ targetPort, target_port, ...port }) => ({
          ...port,
          targetPort: targetPort ?? target_port,
        })),
      };
  }
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
      subset: subset ?? version ?? undefined,
      weight: weight ?? 100,
    })),
  };
}

function entryPort({ port, number, protocol }: Fields): unknown {
  return { port: port ?? number, protocol: protocol ?? "tcp" };
}

/** A list of `{name, labels}`, or a map from the name to the labels. */
function subsets(value: unknown): unknown {
  if (!isFields(value)) return list(value, ({ name, labels }) => ({ name, labels: keyValues(labels) }));
  return Object.entries(value).map(([name, labels]) => ({
    name,
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
