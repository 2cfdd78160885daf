import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import { duplicateFields } from "@/sandbox/kubernetes/json/duplicate-fields";
import { decodeObject } from "@/sandbox/kubernetes/protobuf/decode-object";
import { WireError } from "@/sandbox/kubernetes/protobuf/messages";
import { ApiError, badRequest, unsupportedMediaType } from "./api-error";

/** The forms in which whole objects are taken. */
const objectTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
const bodyBytes = 3 * 1024 * 1024;

/** The media type of the body, without parameters; JSON where none is named. */
export function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
}

/** Reads and parses the body of a create or replace, with the fields that the text of a JSON body names twice. Throws 400, 413, 415. */
export async function readBodyWithDuplicates(
  request: IncomingMessage,
): Promise<{ value: unknown; duplicates: string[] }> {
  const bytes = await bytesOf(request);
  const mediaType = mediaTypeOf(request);
  if (!objectTypes.includes(mediaType)) throw unsupportedMediaType(mediaType, objectTypes);
  if (bytes === undefined) return { value: undefined, duplicates: [] };
  const value = parseBody(bytes, mediaType);
  return { value, duplicates: mediaType.endsWith("json") ? duplicateFields(bytes.toString("utf8")) : [] };
}

/** Reads and parses a body of JSON, YAML or protobuf; undefined for an empty one. Throws 400, 413 and 415. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await bytesOf(request);
  return bytes && parseBody(bytes, mediaTypeOf(request));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bodyBytes) {
      throw new ApiError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${bodyBytes}`, {});
    }
    chunks.push(chunk as Buffer);
  }
  return size === 0 ? undefined : Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, mediaType: string): unknown {
  if (mediaType === "application/vnd.kubernetes.protobuf") return parseProtobuf(bytes, mediaType);
  const text = bytes.toString("utf8");
  try {
    return mediaType.endsWith("yaml") && !text.startsWith("{") ? parse(text) : JSON.parse(text);
  } catch {
    throw badRequest(
      "the object provided is unrecognized (must be of type JSON or YAML): couldn't be parsed",
    );
  }
}

function parseProtobuf(bytes: Buffer, mediaType: string): unknown {
  try {
    const object = decodeObject(bytes);
    if (object) return object;
  } catch (error) {
    if (error instanceof WireError) throw badRequest(`the protobuf object cannot be read: ${error.message}`);
    throw error;
  }
  throw unsupportedMediaType(mediaType, ["application/json", "application/yaml"]);
}
