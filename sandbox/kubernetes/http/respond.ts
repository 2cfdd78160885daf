import type { ServerResponse } from "node:http";
import { stringify } from "yaml";
import type { Representation } from "./accept";
import { ApiError } from "./api-error";

/** Sends a body of text in one piece. */
export function sendBody(response: ServerResponse, code: number, text: string, contentType: string): void {
  response.writeHead(code, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-cache, private",
  });
  response.end(text);
}

/** Sends JSON that is text already, as YAML where that was asked for. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  form: Representation = "json",
): void {
  // Readers of YAML 1.1 take a bare timestamp, or a bare `yes`, for something else than a text.
  if (form === "yaml")
    sendBody(response, code, stringify(JSON.parse(text), { version: "1.1" }), "application/yaml");
  else sendBody(response, code, text, "application/json");
}

export function sendJson(response: ServerResponse, code: number, value: unknown): void {
  sendText(response, code, JSON.stringify(value));
}

/** Answers a refusal as its Status; anything else is our fault and is answered 500. A client that is gone hears nothing. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known = error instanceof ApiError ? error : internalError(error);
  sendJson(response, known.code, known.status());
}

function internalError(error: unknown): ApiError {
  console.error("the Kubernetes API failed:", error);
  const cause = error instanceof Error ? error.message : "unknown";
  return new ApiError(500, "InternalError", `Internal error occurred: ${cause}`);
}
