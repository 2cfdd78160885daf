import { type OpenApiSchema, resolved } from "./published-definitions";

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
