import { isRecord } from "@/sandbox/kubernetes/json/values";
import { itemElement, pathText } from "@/sandbox/kubernetes/managed-fields/field-paths";
import { type OpenApiSchema, objectMetaReference, resolved, typeNameOf } from "./published-definitions";

/** A value of a type that the API server's decoder rejects; the message is Go's. */
export class DecodingError extends Error {}

interface Decoded {
  value: unknown;
  unknown: UnknownField[];
  duplicates: DuplicateItem[];
}

/** List items with the same keys; server-side apply couldn't tell who owns which. */
export interface DuplicateItem {
  /** `.spec.ports` */
  typedPath: string;
  /** `[port=80,protocol="TCP"]` */
  key: string;
}

/** A field that the schema doesn't declare. */
export interface UnknownField {
  /** In the format of strict decoding: `spec.ports[0].prot`. */
  path: string;
  /**
   * In the format of server-side apply, with the keys of list items: `.spec.ports[port=80,protocol="TCP"].prot`.
   */
  typedPath: string;
}

interface Walk {
  unknown: UnknownField[];
  duplicates: DuplicateItem[];
  /**
   * Whether the kind is built in: Go's decoder rejects other types at once; a custom resource is validated later.
   */
  isTyped: boolean;
}

/**
 * Removes fields that the schema doesn't declare, as decoding (or, for a custom resource, pruning) does.
 * Throws DecodingError when a built-in kind's field has a value of another type.
 */
export function decodeFields(
  object: Record<string, unknown>,
  schema: OpenApiSchema,
  options: { kind: string; isCustom: boolean },
): Decoded {
  const walk: Walk = { unknown: [], duplicates: [], isTyped: !options.isCustom };
  const place = { path: "", typedPath: "", field: "", struct: options.kind };
  const value = decodeObject(object, resolved(schema), place, walk);
  return { value, unknown: walk.unknown, duplicates: walk.duplicates };
}

const text: OpenApiSchema = { type: "string" };

interface Place {
  /** With indices, as in strict decoding errors. */
  path: string;
  typedPath: string;
  /** Without indices, as in Go's JSON errors. */
  field: string;
  /** The Go type that contains the field. */
  struct: string;
}

function decode(value: unknown, schema: OpenApiSchema, place: Place, walk: Walk): unknown {
  if (value === null || value === undefined) return value;
  const whole = resolved(schema);
  const isMetadata = schema === objectMetaReference;
  const inner: Walk = isMetadata ? { ...walk, isTyped: true } : walk;
  if (inner.isTyped) checkType(value, whole, schema, place);
  if (Array.isArray(value)) {
    const { items } = whole;
    if (!items) return value;
    const keys = whole["x-kubernetes-list-map-keys"];
    const seen = new Set<string>();
    return value.map((item, index) => {
      const key = keys ? pathText(itemElement(item, keys)) : `[${index}]`;
      const typedPath = `${place.typedPath}${key}`;
      if (seen.has(key)) walk.duplicates.push({ typedPath: place.typedPath, key });
      seen.add(key);
      return decode(item, items, { ...place, path: `${place.path}[${index}]`, typedPath }, inner);
    });
  }
  if (!isRecord(value)) return value;
  return decodeObject(value, whole, { ...place, struct: typeNameOf(schema) || place.struct }, inner);
}

function decodeObject(
  object: Record<string, unknown>,
  schema: OpenApiSchema,
  place: Place,
  walk: Walk,
): Record<string, unknown> {
  const { properties, additionalProperties } = schema;
  if (isOpen(schema, walk)) return object;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const own = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const of = own ?? embedded(schema, name) ?? additionalProperties;
    const path = place.path === "" ? name : `${place.path}.${name}`;
    const typedPath = `${place.typedPath}.${name}`;
    // Go names the map, not its key.
    const field = own ? (place.field === "" ? name : `${place.field}.${name}`) : place.field;
    if (of === undefined || of === false) {
      if (schema["x-kubernetes-preserve-unknown-fields"]) kept[name] = value;
      else walk.unknown.push({ path, typedPath });
    } else if (value === null && walk.isTyped) {
      // Go's decoder leaves the field unchanged, that is, empty.
    } else kept[name] = of === true ? value : decode(value, of, { ...place, path, typedPath, field }, walk);
  }
  return kept;
}

/** Schemas that leave their fields open: raw extensions of built-in kinds, and open parts of a definition. */
function isOpen(schema: OpenApiSchema, { isTyped }: Walk): boolean {
  if (schema.properties || schema.additionalProperties !== undefined) return false;
  return isTyped || schema["x-kubernetes-preserve-unknown-fields"] === true;
}

function embedded(schema: OpenApiSchema, name: string): OpenApiSchema | undefined {
  if (!schema["x-kubernetes-embedded-resource"]) return undefined;
  if (name === "metadata") return objectMetaReference;
  return name === "apiVersion" || name === "kind" ? text : undefined;
}

function checkType(value: unknown, whole: OpenApiSchema, schema: OpenApiSchema, place: Place): void {
  if (whole.type === undefined || whole.format === "int-or-string" || isFree(schema)) return;
  if (isOfType(value, whole.type)) return;
  const found = typeof value === "number" && whole.type === "integer" ? `number ${value}` : jsonType(value);
  const message =
    `json: cannot unmarshal ${found} into Go struct field ${place.struct}.${place.field} of type ` +
    goType(whole, schema);
  throw new DecodingError(message);
}

/** Types with their own decoding: a quantity is a string or a number, and a time has its own errors. */
function isFree(schema: OpenApiSchema): boolean {
  return ["Quantity", "IntOrString", "Time", "MicroTime", "RawExtension", "FieldsV1", "JSON"].includes(
    typeNameOf(schema),
  );
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function goType(whole: OpenApiSchema, schema: OpenApiSchema): string {
  if (whole.type === "integer") return whole.format ?? "int64";
  if (whole.type === "boolean") return "bool";
  if (whole.type === "number") return "float64";
  if (whole.type === "array" && whole.items) return `[]${goType(resolved(whole.items), whole.items)}`;
  if (typeof whole.additionalProperties === "object") {
    const { additionalProperties: values } = whole;
    return `map[string]${goType(resolved(values), values)}`;
  }
  const parts = schema.$ref?.split(".") ?? [];
  return parts.length > 1 ? parts.slice(-2).join(".") : (whole.type ?? "object");
}
