import { z } from "zod";
import type { OidcSignIn } from "../../access/oidc/sign-in";
import { becomeActor, note } from "../../audit/acting";
import { readForm } from "../../http/body";
import { operation } from "../../http/operation";
import { ProblemError } from "../../http/problem-error";
import { fromOf, originOf, signedIn, withFlow } from "../../http/session-cookies";
import type { Installation } from "../../installation";
import { texts } from "../texts";

const tag = "Session";

export const beginOidc = operation({
  method: "post",
  path: "/session/oidc",
  summary: texts.beginOidc,
  tag,
  answer: z.object({ url: z.url() }),
  open: true,
  async run({ request, installation }) {
    const { cookie, url } = await oidcOf(installation).begin(originOf(request));
    return withFlow(request, cookie, Response.json({ url }, { headers: { "cache-control": "no-store" } }));
  },
});

/** The page to which the provider sends the browser back passes on what came with it. */
export const finishOidc = operation({
  method: "post",
  path: "/session/oidc/answer",
  summary: texts.finishOidc,
  tag,
  body: z.strictObject({ query: z.string().min(1).max(8192) }),
  open: true,
  act: "sign-in",
  async run({ body, request, installation }) {
    note({ way: "oidc" });
    const user = await oidcOf(installation).finish(request.headers, originOf(request), body.query);
    const session = await installation.access.startSession(user, fromOf(request));
    const found = await installation.store.people.read(user.userId);
    if (found) becomeActor({ kind: "user", id: found.id, name: found.email });
    return withFlow(request, null, signedIn(request, installation, session));
  },
});

/** OpenID Connect Back-Channel Logout 1.0, section 2.5. */
export const logoutOidc = operation({
  method: "post",
  path: "/session/oidc/logout",
  summary: texts.logoutOidc,
  tag,
  open: true,
  act: "session.ended",
  async run({ request, installation }) {
    note({ way: "oidc-logout" });
    const token = (await readForm(request)).get("logout_token");
    if (!token) throw new ProblemError("bad-request", texts.noLogoutToken);
    await oidcOf(installation).logout(token);
    return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  },
});

function oidcOf({ access }: Installation): OidcSignIn {
  if (access.oidc) return access.oidc;
  throw new ProblemError("not-found", texts.noOidc);
}
