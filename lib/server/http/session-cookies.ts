import { userCookie } from "../access/access";
import type { Installation } from "../installation";
import { sessionCookieHeader } from "./authentication";
import { isSecureRequest } from "./security-headers";
import { clientHeader } from "./sign-in-throttle";

/** The browser is whoever has the token, or nobody. */
export function signedInWithToken(request: Request, session: string | null): Response {
  return withCookies([sessionCookieHeader(session, isSecure(request)), userCookieOf(request, null)]);
}

/** From now on the browser is the user, and nobody else. */
export function signedIn(request: Request, installation: Installation, session: string): Response {
  const life = installation.access.limits.longestInSeconds;
  return withCookies([userCookieOf(request, session, life), sessionCookieHeader(null, isSecure(request))]);
}

function userCookieOf(request: Request, session: string | null, lifeInSeconds = 0): string {
  return sessionCookieHeader(session, isSecure(request), {
    name: userCookie,
    lifeInSeconds: Math.floor(lifeInSeconds),
  });
}

function withCookies(cookies: readonly string[]): Response {
  const headers = new Headers();
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 204, headers });
}

export function fromOf({ headers }: Request) {
  return { address: headers.get(clientHeader) ?? "", userAgent: headers.get("user-agent") ?? "" };
}

/** Behind a proxy that terminates TLS, the browser's own connection counts. */
function isSecure(request: Request): boolean {
  const isEncrypted = new URL(request.url).protocol === "https:";
  return isSecureRequest(request.headers.get("x-forwarded-proto"), isEncrypted);
}
