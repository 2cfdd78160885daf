import { z } from "zod";
import { newSession, sameText, sessionCookieHeader } from "../http/authentication";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

const tag = "Session";
const path = "/session";

export const signIn = operation({
  method: "post",
  path,
  summary: texts.signIn,
  tag,
  body: z.strictObject({ token: z.string().min(1, texts.enterToken) }),
  open: true,
  async run({ body, request, installation }) {
    const token = installation.environment.LAMIA_API_TOKEN;
    if (token === undefined) return;
    if (!sameText(body.token.trim(), token))
      throw new ProblemError("sign-in-needed", texts.wrongToken, [
        { path: ["token"], message: texts.wrongTokenField },
      ]);
    return signedIn(sessionCookieHeader(newSession(token), isSecure(request)));
  },
});

export const signOut = operation({
  method: "delete",
  path,
  summary: texts.signOut,
  tag,
  open: true,
  run: async ({ request }) => signedIn(sessionCookieHeader(null, isSecure(request))),
});

function signedIn(cookie: string): Response {
  return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
}

/** Behind a proxy that ends TLS, the browser's own connection is what counts. */
function isSecure(request: Request): boolean {
  return (request.headers.get("x-forwarded-proto") ?? new URL(request.url).protocol).startsWith("https");
}
