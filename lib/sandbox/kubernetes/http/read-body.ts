import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import { ApiError, badRequest, unsupportedMediaType } from "./api-error";

const bodyBytes = 3 * 1024 * 1024;

/** The media type of the body, without parameters; JSON where none is named. */
export function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
}

/** Reads and parses a body of JSON or YAML; undefined for an empty one. Throws 400, 413 and 415. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bodyBytes) {
      throw new ApiError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${bodyBytes}`, {});
    }
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return undefined;
  const mediaType = mediaTypeOf(request);
  if (mediaType.includes("protobuf")) {
    throw unsupportedMediaType(mediaType, ["application/json", "application/yaml"]);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return mediaType.endsWith("yaml") && !text.startsWith("{") ? parse(text) : JSON.parse(text);
  } catch {
    throw badRequest(
      "the object provided is unrecognized (must be of type JSON or YAML): couldn't be parsed",
    );
  }
}
