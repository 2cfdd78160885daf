import type { FieldSchema } from "./field-schema";
import type { OpenApiSchema } from "./open-api-schema";
import { resolved } from "./published-definitions";

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
