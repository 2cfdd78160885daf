import { z } from "zod";
import { identitySchema, longestPassword, shortestPassword } from "@/lib/api/access";
import { Failure } from "@/lib/gateway/failure";
import { userCookie } from "../access/access";
import { newSession, sameText, sessionCookieHeader } from "../http/authentication";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { isSecureRequest } from "../http/security-headers";
import { clientHeader } from "../http/sign-in-throttle";
import type { Installation } from "../installation";
import { texts } from "./texts";

const tag = "Session";
const path = "/session";

const tokenBody = z.strictObject({ token: z.string().min(1, texts.enterToken) });
const email = z.email(texts.notAnEmail).max(254);
const passwordBody = z.strictObject({
  email,
  password: z.string().min(1, texts.enterPassword).max(longestPassword, texts.longPassword),
});

export const signIn = operation({
  method: "post",
  path,
  summary: texts.signIn,
  tag,
  body: z.union([tokenBody, passwordBody]),
  open: true,
  async run({ body, request, installation }) {
    if ("email" in body) {
      const session = await installation.access.signIn(body.email, body.password, fromOf(request));
      return signedIn(request, installation, session);
    }
    const token = installation.environment.LAMIA_API_TOKEN;
    if (token === undefined) return;
    if (!sameText(body.token.trim(), token))
      throw new ProblemError("sign-in-needed", texts.wrongToken, [
        { path: ["token"], message: texts.wrongToken },
      ]);
    return withCookies([
      sessionCookieHeader(newSession(token), isSecure(request)),
      userCookieOf(request, null),
    ]);
  },
});

export const signOut = operation({
  method: "delete",
  path,
  summary: texts.signOut,
  tag,
  open: true,
  async run({ request, installation }) {
    await installation.access.signOut(request.headers);
    return withCookies([sessionCookieHeader(null, isSecure(request)), userCookieOf(request, null)]);
  },
});

export const readSession = operation({
  method: "get",
  needs: ["viewer", "self"],
  path,
  summary: texts.readSession,
  tag,
  answer: identitySchema,
  async run({ identity }) {
    return {
      kind: identity?.kind ?? "anyone",
      name: identity?.user?.name ?? "",
      email: identity?.user?.email ?? null,
      grants: [...(identity?.grants ?? [])],
    };
  },
});

/** With a one-time link: the first admin's, or an invitation. */
export const createUser = operation({
  method: "post",
  path: "/session/link",
  summary: texts.useLink,
  tag,
  body: z.strictObject({
    link: z.string().min(1).max(200),
    name: z.string().trim().min(1, texts.enterName).max(100),
    email,
    password: z.string().min(shortestPassword, texts.shortPassword).max(longestPassword, texts.longPassword),
  }),
  open: true,
  async run({ body, request, installation }) {
    const { link, ...user } = body;
    try {
      const session = await installation.access.redeemLink(link, user, fromOf(request));
      return signedIn(request, installation, session);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
      throw new ProblemError("already-exists", thrown.message, [
        { path: ["email"], message: thrown.message },
      ]);
    }
  },
});

/** From now on the browser is the user, and nobody else. */
function signedIn(request: Request, installation: Installation, session: string): Response {
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

function fromOf({ headers }: Request) {
  return { address: headers.get(clientHeader) ?? "", userAgent: headers.get("user-agent") ?? "" };
}

/** Behind a proxy that terminates TLS, the browser's own connection counts. */
function isSecure(request: Request): boolean {
  const isEncrypted = new URL(request.url).protocol === "https:";
  return isSecureRequest(request.headers.get("x-forwarded-proto"), isEncrypted);
}
