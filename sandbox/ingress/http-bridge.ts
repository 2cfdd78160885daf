import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { AppResponse } from "@/sandbox/vamp-shop/app";
import type { IncomingRequest } from "./route-request";

export type ServerRequest = IncomingMessage | Http2ServerRequest;
export type ServerAnswer = ServerResponse | Http2ServerResponse;

/** Reads a Node request (HTTP/1.1 or HTTP/2) into what is routed; undefined when it has no usable address. */
export function readRequest(
  request: ServerRequest,
  scheme: "http" | "https",
  port: number,
): IncomingRequest | undefined {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const host = String(request.headers[":authority"] ?? headers.host ?? "");
  const base = `${scheme}://${host || "unknown"}`;
  if (!URL.canParse(request.url ?? "/", base)) return undefined;
  const url = new URL(request.url ?? "/", base);
  headers.host = host;
  return {
    method: request.method ?? "GET",
    scheme,
    authority: host.toLowerCase().replace(/:\d+$/, ""),
    host,
    port,
    path: url.pathname,
    search: url.search,
    query: url.searchParams,
    headers,
  };
}

/** Headers that belong to a single connection and are forbidden in HTTP/2. */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"];

/** Writes the answer, signed as Envoy signs. */
export function writeAnswer(response: ServerAnswer, answer: AppResponse, method: string): void {
  const headers: Record<string, string> = { ...answer.headers, server: "istio-envoy" };
  for (const name of hopByHop) delete headers[name];
  if (answer.status !== 204 && answer.status !== 304) {
    headers["content-length"] = String(Buffer.byteLength(answer.body));
  }
  // The two kinds of response share this form, but not a type that says so.
  const write = response as ServerResponse;
  write.writeHead(answer.status, headers);
  write.end(method === "HEAD" ? undefined : answer.body);
}
