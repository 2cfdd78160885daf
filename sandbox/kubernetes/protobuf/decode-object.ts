import { readFileSync } from "node:fs";
import { join } from "node:path";
import { definitionName } from "@/sandbox/kubernetes/schema/published-definitions";

const magic = Buffer.from("k8s\0");
const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
const apiextensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1";
/** Deeper than any Kubernetes object except a malicious one. */
const deepest = 100;

/**
 * Decodes an object in Kubernetes' protobuf format: `k8s\0` and a `runtime.Unknown` that names its type.
 * Returns null for a kind without a known message. Throws WireError.
 */
export function decodeObject(bytes: Buffer): Record<string, unknown> | null {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new WireError("the k8s prefix is missing");
  const unknown = wireFields(bytes.subarray(magic.length));
  const typeMeta = wireFields(bytesAt(unknown, 1));
  const apiVersion = bytesAt(typeMeta, 1).toString("utf8");
  const kind = bytesAt(typeMeta, 2).toString("utf8");
  const name = messageOf(apiVersion, kind);
  return name === undefined ? null : { apiVersion, kind, ...decodeMessage(bytesAt(unknown, 2), name, 0) };
}

function messageOf(apiVersion: string, kind: string): string | undefined {
  // Every group has these under its own name.
  if (kind === "DeleteOptions") return `${meta}.${kind}`;
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const name = definitionName(group, version, kind);
  return name !== undefined && messageNamed(name) ? name : undefined;
}

/** Messages whose JSON form differs from their fields. */
const forms: Readonly<Record<string, (bytes: Buffer, depth: number) => unknown>> = {
  Quantity: (bytes) => bytesAt(wireFields(bytes), 1).toString("utf8"),
  IntOrString(bytes) {
    const fields = wireFields(bytes);
    return numberAt(fields, 1) === 1n ? bytesAt(fields, 3).toString("utf8") : Number(numberAt(fields, 2));
  },
  [`${meta}.Time`]: (bytes) => timestamp(bytes, 0),
  [`${meta}.MicroTime`]: (bytes) => timestamp(bytes, 6),
  [`${meta}.FieldsV1`]: embeddedJson,
  [`${apiextensions}.JSON`]: embeddedJson,
  "io.k8s.apimachinery.pkg.runtime.RawExtension": embeddedJson,
  "io.k8s.api.authentication.v1.ExtraValue": texts,
  "io.k8s.api.authorization.v1.ExtraValue": texts,
  [`${apiextensions}.JSONSchemaPropsOrArray`]: (bytes, depth) =>
    oneOf(bytes, "JSONSchemaPropsOrArray", depth),
  [`${apiextensions}.JSONSchemaPropsOrBool`]: (bytes, depth) =>
    oneOf(bytes, "JSONSchemaPropsOrBool", depth) ?? numberAt(wireFields(bytes), 1) !== 0n,
  [`${apiextensions}.JSONSchemaPropsOrStringArray`]: (bytes, depth) =>
    oneOf(bytes, "JSONSchemaPropsOrStringArray", depth),
};

function decodeMessage(bytes: Buffer, name: string, depth: number): Record<string, unknown> {
  if (depth > deepest) throw new WireError(`messages are nested more than ${deepest} deep`);
  const message = messageNamed(name);
  const decoded = new Map<string, unknown>();
  for (const { number, value } of wireFields(bytes)) {
    const field = message?.get(number);
    if (!field) continue;
    const at = decoded.get(field.name);
    if (field.shape === "list") {
      const item = decodeValue(value, field.type, depth);
      if (Array.isArray(at)) at.push(item);
      else decoded.set(field.name, [item]);
    } else if (field.shape === "map") {
      const entries = at instanceof Map ? at : new Map<string, unknown>();
      const entry = wireFields(bytesOf(value));
      const item = entry.find((each) => each.number === 2)?.value ?? emptyOf(field.type);
      entries.set(bytesAt(entry, 1).toString("utf8"), decodeValue(item, field.type, depth));
      decoded.set(field.name, entries);
    } else if (field.shape === "inline") {
      for (const [key, item] of Object.entries(decodeMessage(bytesOf(value), field.type, depth + 1))) {
        decoded.set(key, item);
      }
    } else {
      const item = decodeValue(value, field.type, depth);
      if (item !== undefined && (field.keepsZero || !isZero(item))) decoded.set(field.name, item);
    }
  }
  const plain = [...decoded].map(([key, item]): [string, unknown] => [
    key,
    item instanceof Map ? Object.fromEntries(item) : item,
  ]);
  return Object.fromEntries(plain);
}

/** Go writes every non-pointer field to protobuf; JSON omits the empty ones. */
function isZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false;
}

function decodeValue(value: WireValue, type: Field["type"], depth: number): unknown {
  switch (type) {
    case "string":
      return bytesOf(value).toString("utf8");
    case "bytes":
      return bytesOf(value).toString("base64");
    case "int":
      return Number(value);
    case "bool":
      return value !== 0n;
    case "double":
      if (typeof value !== "number") throw new WireError("a number of another form stands where a double is");
      return value;
    default:
      return forms[type]?.(bytesOf(value), depth + 1) ?? plainMessage(value, type, depth);
  }
}

/** Undefined when the message has no value, such as an unset time. */
function plainMessage(value: WireValue, type: string, depth: number): unknown {
  return type in forms ? undefined : decodeMessage(bytesOf(value), type, depth + 1);
}

/** The value of a map entry whose empty value Go omits. */
function emptyOf(type: string): WireValue {
  return type === "int" || type === "bool" ? 0n : Buffer.alloc(0);
}

/** RFC 3339 with this many fractional digits; undefined for the zero time, which has no fields. */
function timestamp(bytes: Buffer, digits: number): string | undefined {
  if (bytes.length === 0) return undefined;
  const fields = wireFields(bytes);
  const time = new Date(Number(numberAt(fields, 1)) * 1_000);
  if (Number.isNaN(time.getTime())) throw new WireError("a time is out of range");
  const fraction = String(numberAt(fields, 2)).padStart(9, "0").slice(0, digits);
  return `${time.toISOString().slice(0, -5)}${digits > 0 ? `.${fraction}` : ""}Z`;
}

function embeddedJson(bytes: Buffer): unknown {
  const text = bytesAt(wireFields(bytes), 1).toString("utf8");
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new WireError("what is embedded as JSON cannot be read");
  }
}

function texts(bytes: Buffer): string[] {
  return wireFields(bytes).map(({ value }) => bytesOf(value).toString("utf8"));
}

/** The schema, or the list in its place. */
function oneOf(bytes: Buffer, name: string, depth: number): unknown {
  const { schema, jSONSchemas, property } = decodeMessage(bytes, `${apiextensions}.${name}`, depth);
  return schema ?? jSONSchemas ?? property;
}

type WireFields = ReturnType<typeof wireFields>;

function bytesAt(fields: WireFields, number: number): Buffer {
  return bytesOf(fields.find((field) => field.number === number)?.value ?? Buffer.alloc(0));
}

function numberAt(fields: WireFields, number: number): bigint {
  const found = fields.find((field) => field.number === number)?.value ?? 0n;
  if (typeof found !== "bigint") throw new WireError("bytes stand where a number is expected");
  return found;
}

function bytesOf(value: WireValue): Buffer {
  if (!Buffer.isBuffer(value)) throw new WireError("a number stands where bytes are expected");
  return value;
}

/** A field of a protobuf message, with its JSON name. */
export interface Field {
  name: string;
  shape: "one" | "list" | "map" | "inline";
  /** `string`, `bytes`, `int`, `bool`, `double`, or the name of a message. */
  type: string;
  /** Present in JSON even when zero. */
  keepsZero: boolean;
}

/** The fields of a message by number. */
export type Message = ReadonlyMap<number, Field>;

/**
 * One line per message (written by `scripts/write-messages.ts`): its name, the name of its OpenAPI definition, and
 * its fields as number, name and type. `[]` is a list, `{}` a map by string, `!` a field that stays when zero, the
 * name `.` a message whose fields belong to its parent; a type that begins with `.` is in the same package.
 */
let lines: ReadonlyMap<string, string[]> | undefined;
const read = new Map<string, Message>();

/** The message with this name, or undefined. */
export function messageNamed(name: string): Message | undefined {
  const known = read.get(name);
  if (known) return known;
  const fields = published().get(name);
  if (!fields) return undefined;
  const message = new Map(fields.map((text) => readField(text, name.slice(0, name.lastIndexOf(".")))));
  read.set(name, message);
  return message;
}

function readField(text: string, home: string): [number, Field] {
  const [number = "", name = "", written = ""] = text.split(" ");
  const [, mark, type = "", keeps] = /^(\[\]|\{\})?(.*?)(!)?$/.exec(written) ?? [];
  const shape = name === "." ? "inline" : mark === "[]" ? "list" : mark === "{}" ? "map" : "one";
  const full = type.startsWith(".") ? `${home}${type}` : type;
  return [Number(number), { name, shape, type: full, keepsZero: keeps !== undefined }];
}

function published(): ReadonlyMap<string, string[]> {
  lines ??= new Map(
    readFileSync(join(import.meta.dirname, "published", "messages-1.34.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [name = "", ...fields] = JSON.parse(line) as string[];
        return [name, fields];
      }),
  );
  return lines;
}

/** A varint's value, the bytes of a length-delimited field, or a double. */
export type WireValue = bigint | Buffer | number;

/** One field of a protobuf message in wire format. */
interface WireField {
  number: number;
  value: WireValue;
}

/** A message that ends in the middle of a field, or uses a wire type that Kubernetes doesn't. */
export class WireError extends Error {}

/** Reads the fields of a protobuf message in order (protobuf.dev, "Encoding"). Throws WireError. */
export function wireFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined || shift > 63n) throw new WireError("a number is cut off");
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length) throw new WireError("a field is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    const wireType = tag & 7;
    if (wireType === 0) fields.push({ number, value: varint() });
    else if (wireType === 1) fields.push({ number, value: take(8).readDoubleLE() });
    else if (wireType === 2) fields.push({ number, value: take(Number(varint())) });
    else throw new WireError(`wire type ${wireType} is not used by Kubernetes`);
  }
  return fields;
}
