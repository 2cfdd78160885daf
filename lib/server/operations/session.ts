import { z } from "zod";
import { identitySchema, longestPassword, secondStepSchema, shortestPassword } from "@/lib/api/access";
import { Failure } from "@/lib/gateway/failure";
import { everywhere, hasRole } from "@/lib/model/roles";
import { becomeAct, becomeActor, installationToken, note } from "../audit/acting";
import { newSession, sameText } from "../http/authentication";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { fromOf, originOf, signedIn, signedInWithToken, waitingForFactor } from "../http/session-cookies";
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
  /** Only for a user with a second factor; otherwise the answer is 204. */
  answer: secondStepSchema,
  open: true,
  act: "sign-in",
  async run({ body, request, installation }) {
    if ("email" in body) {
      note({ summary: body.email });
      const begun = await installation.access.signIn(body.email, body.password, fromOf(request));
      becomeActor({ kind: "user", id: null, name: body.email.trim().toLowerCase() });
      if (begun.session !== null) return signedIn(request, installation, begun.session);
      becomeAct("sign-in.begun");
      return waitingForFactor(request, begun.step, { secondFactor: "needed", ...begun.has });
    }
    const token = installation.environment.LAMIA_API_TOKEN;
    if (token === undefined) return;
    if (!sameText(body.token.trim(), token.reveal()))
      throw new ProblemError("sign-in-needed", texts.wrongToken, [
        { path: ["token"], message: texts.wrongToken },
      ]);
    installation.access.tokenSignedIn(request.headers);
    becomeActor(installationToken);
    return signedInWithToken(request, newSession(token));
  },
});

/** After the password, with the cookie of the answer. */
export const finishSignIn = operation({
  method: "post",
  path: "/session/second-factor",
  summary: texts.finishSignIn,
  tag,
  body: z.strictObject({ code: z.string().trim().min(1, texts.enterCode).max(40) }),
  open: true,
  act: "sign-in",
  async run({ body, request, installation: { access }, installation }) {
    const { id, email: name } = await access.secondStep.user(request.headers);
    note({ summary: name });
    const session = await access.finishSignIn(request.headers, body.code, fromOf(request));
    becomeActor({ kind: "user", id, name });
    return signedIn(request, installation, session);
  },
});

export const signOut = operation({
  method: "delete",
  path,
  summary: texts.signOut,
  tag,
  answer: z.object({
    /** Where to sign out of the OIDC provider, too; null if the session didn't begin there, or it has no such page. */
    next: z.url().nullable(),
  }),
  open: true,
  act: "sign-out",
  async run({ request, installation: { access } }) {
    const way = await access.signOut(request.headers);
    const next = way === "oidc" ? await access.oidc?.signOutUrl(originOf(request)) : null;
    return signedInWithToken(request, null, { next: next ?? null });
  },
});

export const readSession = operation({
  method: "get",
  needs: ["viewer", "self"],
  path,
  isSettingUp: true,
  summary: texts.readSession,
  tag,
  answer: identitySchema,
  async run({ identity, cluster }) {
    const grants = [...(identity?.grants ?? [])];
    return {
      kind: identity?.kind ?? "anyone",
      name: identity?.user?.name ?? "",
      email: identity?.user?.email ?? null,
      way: identity?.way ?? null,
      grants,
      decidedBy: cluster.decider.by,
      changes: await cluster.decider.changesOf(identity),
      isInstallationAdmin: hasRole(identity?.installationGrants ?? grants, "admin", everywhere),
    };
  },
});

/** With a one-time link from an admin. */
export const resetPassword = operation({
  method: "post",
  path: "/session/link/password",
  summary: texts.resetPassword,
  tag,
  body: z.strictObject({
    link: z.string().min(1).max(200),
    password: z.string().min(shortestPassword, texts.shortPassword).max(longestPassword, texts.longPassword),
  }),
  open: true,
  act: "password.reset",
  async run({ body: { link, password }, installation }) {
    await installation.access.resetPassword(link, password);
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
  act: "user.created",
  async run({ body, request, installation }) {
    const { link, ...user } = body;
    note({ summary: user.email });
    try {
      const session = await installation.access.redeemLink(link, user, fromOf(request));
      becomeActor({ kind: "user", id: null, name: user.email.toLowerCase() });
      return signedIn(request, installation, session);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
      throw new ProblemError("already-exists", thrown.message, [
        { path: ["email"], message: thrown.message },
      ]);
    }
  },
});
