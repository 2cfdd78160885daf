import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the merging of lists and maps needs to know of a type: the `x-kubernetes-list-type`,
 * `x-kubernetes-list-map-keys`, `x-kubernetes-map-type` and patch merge keys of Kubernetes' OpenAPI.
 * What is not named is as for a custom resource without markers: maps are granular, lists are atomic.
 */
export interface FieldSchema {
  readonly fields?: Readonly<Record<string, FieldSchema>> | undefined;
  /** Schema of the items of a list. */
  readonly items?: FieldSchema | undefined;
  /** Schema of the values of a map. */
  readonly values?: FieldSchema | undefined;
  /** Keys that identify an item of a list for server-side apply (list-type map). */
  readonly listKeys?: readonly string[];
  /** Key that identifies an item for strategic merge patch; lists without one are replaced. */
  readonly mergeKey?: string;
  /** A list of scalars that merges as a set. */
  readonly set?: boolean;
  /** A map that is replaced and owned whole. */
  readonly atomic?: boolean;
}

/** The schema of everything that has none of its own. */
export const untyped: FieldSchema = {};

/** Values that a missing list key stands for (the API defaults them before it merges). */
export const listKeyDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

export function fieldOf(schema: FieldSchema, name: string): FieldSchema {
  return schema.fields?.[name] ?? schema.values ?? untyped;
}

const known = new WeakMap<OpenApiSchema, FieldSchema>();

/**
 * What a schema says of merging (Kubernetes, "Merge strategy" of server-side apply, and the patch markers of
 * strategic merge patch). Made as it is looked at, since schemas may refer to themselves.
 */
export function mergeRules(schema: OpenApiSchema): FieldSchema {
  const found = known.get(schema) ?? rulesOf(schema);
  known.set(schema, found);
  return found;
}

function rulesOf(schema: OpenApiSchema): FieldSchema {
  // Markers stand beside a reference, or in what it refers to.
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

/** What is used of a schema of Kubernetes' OpenAPI or of a CustomResourceDefinition. */
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

/** A CustomResourceDefinition as it is kept in `published`: one schema for all of its versions. */
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

/** Kubernetes' own definitions by name, e.g. `io.k8s.api.core.v1.Pod` (made by `scripts/write-schemas.ts`). */
export function kubernetesDefinitions(): ReadonlyMap<string, OpenApiSchema> {
  definitions ??= new Map(published<OpenApiSchema>("kubernetes-1.32.jsonl"));
  return definitions;
}

/** Istio's CustomResourceDefinitions by name, e.g. `gateways.networking.istio.io`. */
export function istioResources(): ReadonlyMap<string, PublishedCustomResource> {
  return new Map(published<PublishedCustomResource>("istio-1.26.jsonl"));
}

/** The name of a built-in kind's definition. */
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

/** The schema itself, or the definition that it refers to. */
export function resolved(schema: OpenApiSchema): OpenApiSchema {
  const name = schema.$ref?.slice(referencePrefix.length);
  return name === undefined ? schema : (kubernetesDefinitions().get(name) ?? {});
}

/** The last part of a definition's name is that of its Go type. */
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
