import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * How to merge the lists and maps of a type: `x-kubernetes-list-type`, `x-kubernetes-list-map-keys`,
 * `x-kubernetes-map-type` and the patch merge keys of Kubernetes' OpenAPI. Without them, the rules for a custom
 * resource without markers apply: maps are granular, lists are atomic.
 */
export interface FieldSchema {
  readonly fields?: Readonly<Record<string, FieldSchema>> | undefined;
  /** Schema of the list's items. */
  readonly items?: FieldSchema | undefined;
  /** Schema of the map's values. */
  readonly values?: FieldSchema | undefined;
  /** Keys that identify a list item in server-side apply (list-type map). */
  readonly listKeys?: readonly string[];
  /** Key that identifies a list item in a strategic merge patch; a list without one is replaced. */
  readonly mergeKey?: string;
  /** A list of scalars that merges as a set. */
  readonly set?: boolean;
  /** A map that is replaced and owned as a whole. */
  readonly atomic?: boolean;
}

/** The schema of everything without one. */
export const untyped: FieldSchema = {};

/** Defaults of missing list keys, which the API sets before it merges. */
export const listKeyDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

export function fieldOf(schema: FieldSchema, name: string): FieldSchema {
  return schema.fields?.[name] ?? schema.values ?? untyped;
}

const known = new WeakMap<OpenApiSchema, FieldSchema>();

/**
 * What a schema says about merging (Kubernetes, "Merge strategy" of server-side apply, and the patch markers of
 * strategic merge patch). Built lazily, because schemas may refer to themselves.
 */
export function mergeRules(schema: OpenApiSchema): FieldSchema {
  const found = known.get(schema) ?? rulesOf(schema);
  known.set(schema, found);
  return found;
}

function rulesOf(schema: OpenApiSchema): FieldSchema {
  // Markers are next to a reference, or in its target.
  const { $ref: _reference, ...beside } = schema;
  const whole: OpenApiSchema = { ...resolved(schema), ...beside };
  const listType = whole["x-kubernetes-list-type"];
  const keys = whole["x-kubernetes-list-map-keys"];
  const mergeKey = whole["x-kubernetes-patch-merge-key"];
  const mergesScalars = mergeKey === undefined && whole["x-kubernetes-patch-strategy"] === "merge";
  const { properties, items, additionalProperties } = whole;
  return {
    ...(whole["x-kubernetes-map-type"] === "atomic" && { atomic: true }),
    ...(listType === "map" && keys && { listKeys: keys }),
    ...(mergeKey !== undefined && { mergeKey }),
    ...((listType === "set" || (mergesScalars && items)) && { set: true }),
    get fields() {
      return properties && lazily(properties);
    },
    get items() {
      return items && mergeRules(items);
    },
    get values() {
      return typeof additionalProperties === "object" ? mergeRules(additionalProperties) : undefined;
    },
  };
}

function lazily(properties: Readonly<Record<string, OpenApiSchema>>): Record<string, FieldSchema> {
  const fields: Record<string, FieldSchema> = Object.create(null);
  for (const [name, schema] of Object.entries(properties)) {
    Object.defineProperty(fields, name, { enumerable: true, get: () => mergeRules(schema) });
  }
  return fields;
}

/** The part of a Kubernetes OpenAPI or CustomResourceDefinition schema that the sandbox uses. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

export const referencePrefix = "#/definitions/";

/** A CustomResourceDefinition as stored in `published`: one schema for all versions. */
export interface PublishedCustomResource {
  group: string;
  scope: string;
  names: Record<string, unknown>;
  versions: string[];
  columns: Record<string, unknown>[];
  schema: OpenApiSchema;
}

let definitions: ReadonlyMap<string, OpenApiSchema> | undefined;
let kinds: ReadonlyMap<string, string> | undefined;

/** Kubernetes' definitions by name, e.g. `io.k8s.api.core.v1.Pod` (written by `scripts/write-schemas.ts`). */
export function kubernetesDefinitions(): ReadonlyMap<string, OpenApiSchema> {
  definitions ??= new Map(published<OpenApiSchema>("kubernetes-1.32.jsonl"));
  return definitions;
}

/** Istio's CustomResourceDefinitions by name, e.g. `gateways.networking.istio.io`. */
export function istioResources(): ReadonlyMap<string, PublishedCustomResource> {
  return new Map(published<PublishedCustomResource>("istio-1.26.jsonl"));
}

/** The definition's name of a built-in kind. */
export function definitionName(group: string, version: string, kind: string): string | undefined {
  kinds ??= new Map(
    [...kubernetesDefinitions()].flatMap(([name, definition]) =>
      (definition["x-kubernetes-group-version-kind"] ?? []).map((of) => [
        `${of.group}/${of.version}/${of.kind}`,
        name,
      ]),
    ),
  );
  return kinds.get(`${group}/${version}/${kind}`);
}

/** The schema, or the definition that it refers to. */
export function resolved(schema: OpenApiSchema): OpenApiSchema {
  const name = schema.$ref?.slice(referencePrefix.length);
  return name === undefined ? schema : (kubernetesDefinitions().get(name) ?? {});
}

/** The last part of a definition's name is its Go type. */
export function typeNameOf(schema: OpenApiSchema): string {
  return schema.$ref?.split(".").at(-1) ?? "";
}

export const objectMetaReference: OpenApiSchema = {
  $ref: `${referencePrefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`,
};

function published<Definition>(file: string): [string, Definition][] {
  const text = readFileSync(join(import.meta.dirname, "published", file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as [string, Definition]);
}
