import type { Random } from "@/lib/testing/random";

/** What OpenAPI 3.1 says about a value: https://json-schema.org/draft/2020-12 */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: boolean | Schema;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  format?: string;
}

export interface Sampler {
  random: Random;
  /** `components.schemas` of the document. */
  schemas: Readonly<Record<string, Schema>>;
  /** Texts that mean something, for a property of that name or for any. */
  wordsFor(name: string): readonly string[];
}

const deepest = 7;

/** A value that the schema allows, as far as a schema in OpenAPI can tell. `name` is that of the property. */
export function sample(sampler: Sampler, schema: Schema, name = "", depth = 0): unknown {
  const { random, schemas } = sampler;
  if (schema.$ref) return sample(sampler, schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, name, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return sample(sampler, random.pick(options), name, depth);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => sample(sampler, part, name, depth + 1));
    return Object.assign({}, ...parts);
  }
  const types = [schema.type ?? []].flat();
  switch (types.length > 0 ? random.pick(types) : "string") {
    case "null":
      return null;
    case "boolean":
      return random.chance(0.5);
    case "integer":
    case "number":
      return numberOf(random, schema);
    case "array":
      return arrayOf(sampler, schema, name, depth);
    case "object":
      return objectOf(sampler, schema, depth);
    default:
      return random.pick(sampler.wordsFor(schema.format ?? name)).slice(0, schema.maxLength);
  }
}

function numberOf(random: Random, { minimum = 0, maximum = 70_000 }: Schema): number {
  const least = Math.max(minimum, -1000);
  const most = Math.min(maximum, 70_000);
  return random.chance(0.3) ? random.pick([least, most, 443, 80]) : least + random.int(most - least + 1);
}

function arrayOf(sampler: Sampler, { items, minItems = 0 }: Schema, name: string, depth: number): unknown[] {
  const length = Math.max(minItems, depth > deepest ? 0 : sampler.random.int(3));
  const each = typeof items === "object" ? items : {};
  return Array.from({ length }, () => sample(sampler, each, name, depth + 1));
}

function objectOf(
  sampler: Sampler,
  { properties = {}, required = [], additionalProperties }: Schema,
  depth: number,
): Record<string, unknown> {
  const { random } = sampler;
  const made: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const isThere = required.includes(name) || random.chance(depth > deepest ? 0 : 0.4);
    if (isThere) made[name] = sample(sampler, schema, name, depth + 1);
  }
  if (typeof additionalProperties === "object" && depth <= deepest)
    for (let count = random.int(3); count > 0; count -= 1) {
      const name = random.pick(sampler.wordsFor("key"));
      made[name] = sample(sampler, additionalProperties, name, depth + 1);
    }
  return made;
}
