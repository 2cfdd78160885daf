import { userCookie } from "../access/access";
import { flowCookie, flowLifeInSeconds } from "../access/oidc/flow";
import { challengeCookie, challengeLifeInSeconds } from "../access/second-factor/passkey-challenge";
import { stepCookie, stepLifeInSeconds } from "../access/second-factor/second-step";
import type { Installation } from "../installation";
import { sessionCookieHeader } from "./authentication";
import { isSecureRequest } from "./security-headers";
import { clientHeader } from "./sign-in-throttle";

/** The browser is whoever has the token, or nobody. */
export function signedInWithToken(request: Request, session: string | null, answer?: object): Response {
  const cookies = [sessionCookieHeader(session, isSecure(request)), userCookieOf(request, null)];
  return withCookies(cookies, answer && Response.json(answer, { headers: { "cache-control": "no-store" } }));
}

/** From now on the browser is the user, and nobody else. */
export function signedIn(request: Request, installation: Installation, session: string): Response {
  const life = installation.access.limits.longestInSeconds;
  return withCookies([
    userCookieOf(request, session, life),
    sessionCookieHeader(null, isSecure(request)),
    stepCookieOf(request, null),
  ]);
}

/** The browser is nobody new yet: it has to show the second factor. */
export function waitingForFactor(request: Request, step: string, answer: object): Response {
  return withCookies(
    [stepCookieOf(request, step)],
    Response.json(answer, { headers: { "cache-control": "no-store" } }),
  );
}

/** The answer, with the cookie of a sign-in at the OIDC provider that begins; null ends it. */
export function withFlow(request: Request, flow: string | null, response: Response): Response {
  const cookie = { name: flowCookie, lifeInSeconds: flowLifeInSeconds };
  response.headers.append("set-cookie", sessionCookieHeader(flow, isSecure(request), cookie));
  return response;
}

/**
 * By which address the browser has the panel. The guard has checked `Origin`, which browsers send with every request
 * that changes something; other clients have only the name.
 */
export function originOf(request: Request): string {
  const origin = request.headers.get("origin");
  if (origin !== null && URL.canParse(origin)) return new URL(origin).origin;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return `${isSecure(request) ? "https" : "http"}://${host}`;
}

function userCookieOf(request: Request, session: string | null, lifeInSeconds = 0): string {
  return sessionCookieHeader(session, isSecure(request), {
    name: userCookie,
    lifeInSeconds: Math.floor(lifeInSeconds),
  });
}

/** What a passkey is to answer, with the cookie that the answer needs. */
export function withChallenge(request: Request, challenge: string, options: object): Response {
  const cookie = { name: challengeCookie, lifeInSeconds: challengeLifeInSeconds };
  return withCookies(
    [sessionCookieHeader(challenge, isSecure(request), cookie)],
    Response.json(options, { headers: { "cache-control": "no-store" } }),
  );
}

function stepCookieOf(request: Request, step: string | null): string {
  const cookie = { name: stepCookie, lifeInSeconds: stepLifeInSeconds };
  return sessionCookieHeader(step, isSecure(request), cookie);
}

function withCookies(cookies: readonly string[], response = new Response(null, { status: 204 })): Response {
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

export function fromOf({ headers }: Request) {
  return { address: headers.get(clientHeader) ?? "", userAgent: headers.get("user-agent") ?? "" };
}

/** Behind a proxy that terminates TLS, the browser's own connection counts. */
function isSecure(request: Request): boolean {
  const isEncrypted = new URL(request.url).protocol === "https:";
  return isSecureRequest(request.headers.get("x-forwarded-proto"), isEncrypted);
}
