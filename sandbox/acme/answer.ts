import type { IncomingMessage, ServerResponse } from "node:http";
import { type AcmeResponse, type Authority, paths } from "./authority";
import { renewalInfo } from "./certificates";
import { authenticate } from "./jws";
import { AcmeProblem } from "./problem";
import { directory, findSignedRoute, termsText } from "./routes";

const largestBody = 128 * 1024;
/** What a CA that is down for a moment asks its clients to wait, in seconds. */
const unavailableSeconds = 2;

/** Answers one HTTP request to the CA. Never rejects. */
export async function answer(
  authority: Authority,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const links = [`<${authority.origin}${paths.directory}>;rel="index"`];
  let result: AcmeResponse;
  try {
    result = await dispatch(authority, request);
  } catch (error) {
    result = problemResponse(error);
  }
  const { link, ...headers } = result.headers ?? {};
  const { body } = result;
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(result.status, {
    "cache-control": "no-store",
    link: links.concat(link ?? []),
    // RFC 8555 §6.5: a nonce on every answer to a POST, errors above all, so that the client can go on.
    ...(request.method === "POST" ? { "replay-nonce": authority.nonces.issue() } : {}),
    ...headers,
    ...(body === undefined ? {} : { "content-type": result.contentType ?? "application/json" }),
    ...(result.status === 204 ? {} : { "content-length": Buffer.byteLength(text) }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

async function dispatch(authority: Authority, request: IncomingMessage): Promise<AcmeResponse> {
  if (authority.levers.caUnavailable) {
    throw new AcmeProblem("serverInternal", "The service is down for maintenance.", {
      status: 503,
      headers: { "retry-after": String(unavailableSeconds) },
    });
  }
  const url = new URL(request.url ?? "/", authority.origin);
  const method = request.method ?? "GET";
  if (method === "GET" || method === "HEAD") return unsigned(authority, url.pathname, method);
  if (method !== "POST") throw methodNotAllowed("GET, HEAD, POST");
  const found = findSignedRoute(url.pathname);
  if (!found) throw new AcmeProblem("malformed", `There is nothing at ${url.pathname}.`, { status: 404 });
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/jose\+json\s*(;|$)/i.test(type)) {
    throw new AcmeProblem("malformed", "The content type must be application/jose+json.", { status: 415 });
  }
  const { route, parts } = found;
  const target = url.pathname + url.search;
  const verified = await authenticate(authority, await readJson(request), target, route.signer);
  if (route.readOnly && verified.payload !== "") {
    throw new AcmeProblem("malformed", "This resource is read by POST-as-GET: its payload is empty.");
  }
  return route.handle({ ...verified, parts, query: url.searchParams });
}

/** What is asked without a signature: directory, nonces, terms, renewal information. */
function unsigned(authority: Authority, path: string, method: "GET" | "HEAD"): AcmeResponse {
  if (path === paths.directory) return { status: 200, body: directory(authority) };
  if (path === paths.newNonce) {
    return { status: method === "HEAD" ? 200 : 204, headers: { "replay-nonce": authority.nonces.issue() } };
  }
  if (path === paths.terms) return { status: 200, contentType: "text/plain; charset=utf-8", body: termsText };
  if (path.startsWith(`${paths.renewalInfo}/`)) {
    return renewalInfo(authority, path.slice(paths.renewalInfo.length + 1));
  }
  if (findSignedRoute(path)) throw methodNotAllowed("POST");
  throw new AcmeProblem("malformed", `There is nothing at ${path}.`, { status: 404 });
}

function methodNotAllowed(allow: string): AcmeProblem {
  return new AcmeProblem("malformed", "The method is not allowed here.", { status: 405, headers: { allow } });
}

function problemResponse(error: unknown): AcmeResponse {
  const problem =
    error instanceof AcmeProblem
      ? error
      : new AcmeProblem("serverInternal", "The request failed inside the CA.");
  return {
    status: problem.document.status,
    headers: problem.headers,
    contentType: "application/problem+json",
    body: problem.document,
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new AcmeProblem("malformed", "The request is too large.", { status: 413 });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new AcmeProblem("malformed", "The request body is not JSON.");
  }
}
