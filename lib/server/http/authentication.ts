import { createHmac, timingSafeEqual } from "node:crypto";
import type { SecretText } from "@/lib/model/secret-text";
import type { Environment } from "@/lib/server/environment";
import { ProblemError } from "./problem-error";
import { texts } from "./texts";

export const sessionCookie = "lamia_session";
const sessionInSeconds = 30 * 86_400;

/** Whether it is a bearer with the installation token, or a browser that signed in with it. */
export function isSignedIn(headers: Headers, token: SecretText, now = Date.now()): boolean {
  const bearer = bearerOf(headers);
  if (bearer !== undefined) return sameText(bearer, token.reveal());
  const session = cookieOf(headers, sessionCookie);
  return session !== undefined && isSession(session, token, now);
}

/** RFC 6750, section 2.1. */
export function bearerOf(headers: Headers): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1]?.trim();
}

export function cookieOf(headers: Headers, name: string): string | undefined {
  const cookies = (headers.get("cookie") ?? "").split(";").map((part) => part.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

/** `expiry.signature`: proves knowledge of the token without containing it. */
export function newSession(token: SecretText, now = Date.now()): string {
  const expiry = String(Math.floor(now / 1000) + sessionInSeconds);
  return `${expiry}.${signature(expiry, token)}`;
}

/** The cookie of a session with the token, or, with its name and life, of a user; without a value, deletes it. */
export function sessionCookieHeader(
  session: string | null,
  secure: boolean,
  { name = sessionCookie, lifeInSeconds = sessionInSeconds } = {},
): string {
  const life = session === null ? 0 : lifeInSeconds;
  return `${name}=${session ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${secure ? "; Secure" : ""}`;
}

export function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function isSession(session: string, token: SecretText, now: number): boolean {
  const [expiry = "", proof = ""] = session.split(".");
  return sameText(proof, signature(expiry, token)) && Number(expiry) * 1000 > now;
}

function signature(expiry: string, token: SecretText): string {
  return createHmac("sha256", token.reveal()).update(`lamia session ${expiry}`).digest("base64url");
}

/** What a request says about itself, for Node's server and routes alike. */
interface RequestHead {
  method: string;
  /** From the root, with its query. */
  path: string;
  header(name: string): string | null;
  hasBody: boolean;
}

/** That of a request in a route. */
export function headOf({ method, url, headers }: Request): RequestHead {
  const { pathname, search } = new URL(url);
  const header = (name: string) => headers.get(name);
  return { method, path: pathname + search, header, hasBody: announcesBody(header) };
}

/** RFC 9112, section 6.3. Next gives a request without a body an empty one, so `Request.body` doesn't tell. */
export function announcesBody(header: (name: string) => string | null): boolean {
  return header("transfer-encoding") !== null || Number(header("content-length") ?? 0) > 0;
}

type Rules = Pick<Environment, "LAMIA_API_TOKEN" | "LAMIA_HOSTS" | "HOST">;

const readingMethods = new Set(["GET", "HEAD", "OPTIONS"]);
/** A kubelet requests these by the Pod's address; they reveal nothing about the cluster. */
const probes = new Set(["/healthz", "/readyz"]);

/**
 * Refuses what a page of another site makes a browser send. Two ways lead here without the user's knowing:
 * - DNS rebinding: a foreign name is made to resolve to this panel, and its page then counts as the panel's own. So
 *   without a token, or where `LAMIA_HOSTS` is set, only the names of the panel are answered, for reading too.
 * - Cross-site requests: those that change something come from the panel's own pages, or from no page at all. Browsers
 *   tell by `Origin` (https://www.rfc-editor.org/rfc/rfc6454#section-7.3) and `Sec-Fetch-Site`
 *   (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header). A body has to be JSON, which a form cannot send.
 *
 * Throws `misdirected`, `forbidden` or `unsupported-media-type`.
 */
export function refuseForeign(head: RequestHead, rules: Rules): void {
  const pathname = head.path.split("?")[0] ?? "";
  if (probes.has(pathname)) return;
  refuseForeignHost(head, rules);
  if (readingMethods.has(head.method)) return;
  refuseForeignPage(head, rules);
  if (head.hasBody && pathname.startsWith("/api/")) refuseOtherBodies(head);
}

function refuseForeignHost(head: RequestHead, { LAMIA_API_TOKEN, LAMIA_HOSTS, HOST }: Rules): void {
  if (LAMIA_API_TOKEN !== undefined && LAMIA_HOSTS.length === 0) return;
  // Browsers never send a bearer token by themselves: whoever has it may use any name.
  if (LAMIA_API_TOKEN !== undefined && head.header("authorization") !== null) return;
  const host = nameOf(head.header("host") ?? "");
  if (isLoopbackName(host) || host === HOST?.toLowerCase() || LAMIA_HOSTS.includes(host)) return;
  throw new ProblemError(
    "misdirected",
    texts.otherName({ name: JSON.stringify(host.slice(0, 100)) }) + texts.addName,
  );
}

function refuseForeignPage(head: RequestHead, { LAMIA_HOSTS }: Rules): void {
  const site = head.header("sec-fetch-site");
  const origin = head.header("origin");
  const isForeignSite = site !== null && site !== "same-origin" && site !== "none";
  if (!isForeignSite && (origin === null || isOwnOrigin(origin, head.header("host"), LAMIA_HOSTS))) return;
  throw new ProblemError("forbidden", texts.otherOrigin);
}

function isOwnOrigin(origin: string, host: string | null, names: readonly string[]): boolean {
  const own = host?.toLowerCase();
  if (own !== undefined && (origin === `http://${own}` || origin === `https://${own}`)) return true;
  const url = URL.parse(origin);
  return url !== null && names.includes(url.hostname);
}

/** Where the OIDC provider's server sends a form. A page can't, because `refuseForeignPage` comes first. */
const formPath = "/api/v1/session/oidc/logout";

function refuseOtherBodies(head: RequestHead): void {
  const type = head.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/x-www-form-urlencoded" && head.path === formPath) return;
  if (type === "application/json" || /^application\/[\w.-]+\+json$/.test(type)) return;
  throw new ProblemError(
    "unsupported-media-type",
    type === "" ? texts.nameJson : texts.sendJson({ type: type.slice(0, 100) }),
  );
}

/** The name in a Host header, without its port and a trailing dot. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

/** Names that no name server is asked for (RFC 6761, section 6.3), and addresses, which no name can impersonate. */
function isLoopbackName(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
