import { createHmac, timingSafeEqual } from "node:crypto";
import { ProblemError } from "./problem-error";
import { texts } from "./texts";

export const sessionCookie = "lamia_session";
const sessionInSeconds = 30 * 86_400;

/** Passes a bearer of the token, or a browser that signed in with it; anything passes when no token is set. */
export function requireSignIn(request: Request, token: string | undefined): void {
  if (token === undefined) return;
  if (isSignedIn(request.headers, token)) return;
  throw new ProblemError("sign-in-needed", texts.sendToken);
}

export function isSignedIn(headers: Headers, token: string, now = Date.now()): boolean {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) return sameText(bearer.trim(), token);
  const cookies = (headers.get("cookie") ?? "").split(";").map((part) => part.trim());
  const session = cookies
    .find((cookie) => cookie.startsWith(`${sessionCookie}=`))
    ?.slice(sessionCookie.length + 1);
  return session !== undefined && isSession(session, token, now);
}

/** `expiry.signature`: proves the token without holding it. */
export function newSession(token: string, now = Date.now()): string {
  const expiry = String(Math.floor(now / 1000) + sessionInSeconds);
  return `${expiry}.${signature(expiry, token)}`;
}

export function sessionCookieHeader(session: string | null, secure: boolean): string {
  const life = session === null ? 0 : sessionInSeconds;
  return `${sessionCookie}=${session ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${secure ? "; Secure" : ""}`;
}

export function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function isSession(session: string, token: string, now: number): boolean {
  const [expiry = "", proof = ""] = session.split(".");
  return sameText(proof, signature(expiry, token)) && Number(expiry) * 1000 > now;
}

function signature(expiry: string, token: string): string {
  return createHmac("sha256", token).update(`lamia session ${expiry}`).digest("base64url");
}
