import type { IncomingMessage, ServerResponse } from "node:http";
import { changeKey, newAccount, updateAccount } from "./accounts";
import { type AcmeResponse, type Authority, paths, type SignedHandler } from "./authority";
import { showAuthorization, showChallenge } from "./authorizations";
import { downloadCertificate, downloadWithRoot, renewalInfo, revokeCertificate } from "./certificates";
import { authenticate, type Signer } from "./jws";
import { profiles } from "./order-request";
import { finalizeOrder, listOrders, newOrder, showOrder } from "./orders";
import { AcmeProblem } from "./problem";

const largestBody = 128 * 1024;
/** Retry-After, in seconds, while the lever takes the CA down. */
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
    // RFC 8555 §6.5: every answer to a POST carries a nonce. Errors need it most, so that the client can go on.
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

/** Answers unsigned requests: directory, nonces, terms, renewal information. */
function unsigned(authority: Authority, path: string, method: "GET" | "HEAD"): AcmeResponse {
  if (path === paths.directory || path === paths.stagingDirectory)
    return { status: 200, body: directory(authority) };
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

/** The directory (RFC 8555 §7.1.1), with renewalInfo (RFC 9773) and profiles (draft-ietf-acme-profiles). */
export function directory({
  origin,
  externalAccountRequired,
  caaIdentity,
}: Authority): Record<string, unknown> {
  return {
    newNonce: origin + paths.newNonce,
    newAccount: origin + paths.newAccount,
    newOrder: origin + paths.newOrder,
    keyChange: origin + paths.keyChange,
    revokeCert: origin + paths.revokeCert,
    renewalInfo: origin + paths.renewalInfo,
    meta: {
      termsOfService: origin + paths.terms,
      caaIdentities: [caaIdentity],
      externalAccountRequired,
      profiles: Object.fromEntries(
        Object.entries(profiles).map(([name, { description }]) => [name, description]),
      ),
    },
  };
}

export const termsText = `Terms of the Lamia Sandbox CA

This CA runs on your own machine, for trying things out. Its certificates are trusted by nobody
who has not been given its root. It promises nothing, keeps no log of you and asks for nothing.
`;

interface SignedRoute {
  path: RegExp;
  signer: Signer;
  /** Whether the resource accepts only POST-as-GET: the payload must be empty (RFC 8555 §6.3). */
  readOnly: boolean;
  handle: SignedHandler;
}

/** Routes of all resources that take a signed POST. */
const signedRoutes: readonly SignedRoute[] = [
  { path: at(paths.newAccount), signer: "key", readOnly: false, handle: newAccount },
  { path: at(paths.newOrder), signer: "account", readOnly: false, handle: newOrder },
  { path: at(paths.keyChange), signer: "account", readOnly: false, handle: changeKey },
  { path: at(paths.revokeCert), signer: "either", readOnly: false, handle: revokeCertificate },
  { path: at(paths.account(":")), signer: "account", readOnly: false, handle: updateAccount },
  { path: at(paths.accountOrders(":")), signer: "account", readOnly: true, handle: listOrders },
  { path: at(paths.order(":")), signer: "account", readOnly: true, handle: showOrder },
  { path: at(paths.finalize(":")), signer: "account", readOnly: false, handle: finalizeOrder },
  { path: at(paths.authorization(":")), signer: "account", readOnly: false, handle: showAuthorization },
  { path: at(paths.challenge(":", ":")), signer: "account", readOnly: false, handle: showChallenge },
  { path: at(paths.certificate(":")), signer: "account", readOnly: true, handle: downloadCertificate },
  { path: at(paths.alternateCertificate(":")), signer: "account", readOnly: true, handle: downloadWithRoot },
];

export function findSignedRoute(pathname: string): { route: SignedRoute; parts: string[] } | undefined {
  for (const route of signedRoutes) {
    const match = route.path.exec(pathname);
    if (match) return { route, parts: match.slice(1) };
  }
  return undefined;
}

/** A path in which each ":" matches one identifier. */
function at(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(":", "([A-Za-z0-9_-]+)")}$`);
}
