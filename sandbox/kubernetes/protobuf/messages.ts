import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A field of a protobuf message, as it is in JSON. */
export interface Field {
  name: string;
  shape: "one" | "list" | "map" | "inline";
  /** `string`, `bytes`, `int`, `bool`, `double`, or the name of a message. */
  type: string;
  /** JSON has it though it is zero. */
  keepsZero: boolean;
}

/** The fields of a message by their numbers. */
export type Message = ReadonlyMap<number, Field>;

/**
 * One line a message (made by `scripts/write-messages.ts`): its name, that of its definition in OpenAPI, and its fields
 * as number, name and type. `[]` is a list, `{}` a map by string, `!` a field that is kept though it is zero, the name
 * `.` a message whose fields are its holder's own; a type that begins with `.` is of the same package.
 */
let lines: ReadonlyMap<string, string[]> | undefined;
const read = new Map<string, Message>();

/** The message of this name, or undefined where there is none. */
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

/** One field of a protobuf message as it is on the wire. */
interface WireField {
  number: number;
  value: WireValue;
}

/** A message that ends in the middle of a field, or uses a wire type that Kubernetes does not. */
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
