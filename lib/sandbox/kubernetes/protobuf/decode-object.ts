import { type Message, messages } from "./messages";
import { WireError, wireFields } from "./wire";

const magic = Buffer.from("k8s\0");

/**
 * Reads an object in Kubernetes' protobuf form: `k8s\0` and a `runtime.Unknown` that names its type.
 * Null for a kind whose message is not known. Throws WireError.
 */
export function decodeObject(bytes: Buffer): Record<string, unknown> | null {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new WireError("the k8s prefix is missing");
  const unknown = wireFields(bytes.subarray(magic.length));
  const part = (number: number): Buffer => {
    const found = unknown.find((field) => field.number === number)?.value;
    return Buffer.isBuffer(found) ? found : Buffer.alloc(0);
  };
  const typeMeta = wireFields(part(1)).map(({ value }) => value.toString());
  const [apiVersion = "", kind = ""] = typeMeta;
  const message = messages[kind];
  return message ? { apiVersion, kind, ...decodeMessage(part(2), message) } : null;
}

function decodeMessage(bytes: Buffer, message: Message): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  for (const { number, value } of wireFields(bytes)) {
    const [name, type] = message[number]?.split(" ") ?? [];
    if (name === undefined || type === undefined) continue;
    if (name === ".") Object.assign(decoded, decodeMessage(bytesOf(value), messages[type] ?? {}));
    else if (type.startsWith("[]")) {
      const list = Array.isArray(decoded[name]) ? decoded[name] : [];
      decoded[name] = [...list, decodeValue(value, type.slice(2))];
    } else if (type.startsWith("{}")) {
      const [key, item] = decodeEntry(value, type.slice(2));
      decoded[name] = { ...(decoded[name] as Record<string, unknown> | undefined), [key]: item };
    } else {
      const item = decodeValue(value, type.replace("!", ""));
      if (type.endsWith("!") || !isZero(item)) decoded[name] = item;
    }
  }
  return decoded;
}

/** Go writes every field that is not a pointer, so what is empty there is absent in JSON. */
function isZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false || value === undefined;
}

function decodeEntry(value: bigint | Buffer, type: string): [string, unknown] {
  const fields = wireFields(bytesOf(value));
  const key = fields.find(({ number }) => number === 1)?.value.toString() ?? "";
  return [key, decodeValue(fields.find(({ number }) => number === 2)?.value ?? Buffer.alloc(0), type)];
}

function decodeValue(value: bigint | Buffer, type: string): unknown {
  switch (type) {
    case "string":
      return bytesOf(value).toString("utf8");
    case "bytes":
      return bytesOf(value).toString("base64");
    case "int":
      return Number(value);
    case "bool":
      return value !== 0n;
    case "Quantity":
      return bytesOf(wireFields(bytesOf(value))[0]?.value ?? Buffer.alloc(0)).toString("utf8");
    case "IntOrString":
      return decodeIntOrString(bytesOf(value));
    default:
      return decodeMessage(bytesOf(value), messages[type] ?? {});
  }
}

/** `type` = 1 (0 is a number), `intVal` = 2, `strVal` = 3. */
function decodeIntOrString(bytes: Buffer): string | number | undefined {
  const fields = new Map(wireFields(bytes).map(({ number, value }) => [number, value]));
  const number = Number(fields.get(2) ?? 0n);
  if (fields.get(1) === 1n) return fields.get(3)?.toString() ?? "";
  return number === 0 ? undefined : number;
}

function bytesOf(value: bigint | Buffer): Buffer {
  if (!Buffer.isBuffer(value)) throw new WireError("a number stands where bytes are expected");
  return value;
}
