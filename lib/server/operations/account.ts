import { randomBytes } from "node:crypto";
import { z } from "zod";
import {
  apiTokenSchema,
  everywhere,
  longestPassword,
  longestTokenLife,
  roles,
  sessionSchema,
  shortestPassword,
} from "@/lib/api/access";
import type { ApiTokenRow } from "@/lib/store/sign-ins";
import { apiTokenPrefix } from "../access/access";
import type { Identity } from "../access/identity";
import { tokenHash } from "../access/passwords";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

const tag = "Account";

export const listSessions = operation({
  method: "get",
  needs: ["viewer", "self"],
  path: "/sessions",
  summary: texts.listSessions,
  tag,
  answer: z.object({ items: z.array(sessionSchema) }),
  async run({ identity, installation }) {
    const sessions = await installation.store.signIns.sessions.list(userOf(identity).id);
    return {
      items: sessions.map(({ id, createdAt, usedAt, expiresAt, address, userAgent }) => ({
        id,
        isCurrent: id === identity?.sessionId,
        createdAt: createdAt.toISOString(),
        usedAt: usedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        address,
        userAgent,
      })),
    };
  },
});

export const endSession = operation({
  method: "delete",
  needs: ["viewer", "self"],
  path: "/sessions/{id}",
  summary: texts.endSession,
  tag,
  params: z.object({ id: z.string().min(1).max(100) }),
  async run({ params, identity, installation }) {
    const ended = await installation.store.signIns.sessions.end(userOf(identity).id, { id: params.id });
    if (ended === 0) throw new ProblemError("not-found", texts.noSession);
  },
});

export const changePassword = operation({
  method: "put",
  needs: ["viewer", "self"],
  path: "/session/password",
  summary: texts.changePassword,
  tag,
  body: z.strictObject({
    current: z.string().min(1, texts.enterPassword).max(longestPassword, texts.longPassword),
    password: z.string().min(shortestPassword, texts.shortPassword).max(longestPassword, texts.longPassword),
  }),
  async run({ body: { current, password }, identity, installation }) {
    const { id, email } = userOf(identity);
    const isRight = await installation.access.changePassword({ id, email }, current, password);
    if (!isRight)
      throw new ProblemError("invalid", texts.wrongCurrent, [
        { path: ["current"], message: texts.wrongCurrent },
      ]);
    // Whoever has another session may be the reason for the change.
    const { sessions } = installation.store.signIns;
    await sessions.end(id, { allExcept: identity?.sessionId ?? null });
  },
});

export const listApiTokens = operation({
  method: "get",
  needs: ["viewer", "self"],
  path: "/api-tokens",
  summary: texts.listApiTokens,
  tag,
  answer: z.object({ items: z.array(apiTokenSchema) }),
  async run({ identity, installation }) {
    const tokens = await installation.store.signIns.apiTokens.list(userOf(identity).id);
    return { items: tokens.map(apiTokenView) };
  },
});

export const createApiToken = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: "/api-tokens",
  summary: texts.createApiToken,
  tag,
  body: z.strictObject({
    name: z.string().trim().min(1, texts.nameToken).max(100),
    role: z.enum(roles),
    expiresInDays: z.int().min(1).max(longestTokenLife),
  }),
  answer: apiTokenSchema.extend({ token: z.string().meta({ description: texts.tokenShownOnce }) }),
  status: 201,
  async run({ body: { name, role, expiresInDays }, identity, installation }) {
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + expiresInDays * 86_400_000);
    const token = `${apiTokenPrefix}${randomBytes(32).toString("base64url")}`;
    const row = { userId: userOf(identity).id, name, role, scope: everywhere, createdAt, expiresAt };
    return { ...apiTokenView(await installation.store.signIns.apiTokens.add(tokenHash(token), row)), token };
  },
});

export const removeApiToken = operation({
  method: "delete",
  needs: ["viewer", "self"],
  path: "/api-tokens/{id}",
  summary: texts.removeApiToken,
  tag,
  params: z.object({ id: z.uuid() }),
  async run({ params, identity, installation }) {
    const isRemoved = await installation.store.signIns.apiTokens.remove(userOf(identity).id, params.id);
    if (!isRemoved) throw new ProblemError("not-found", texts.noApiToken);
  },
});

/** Throws `forbidden` for whoever isn't a user in a browser: a program can't give itself another token. */
function userOf(identity: Identity | null) {
  if (identity?.user && identity.kind === "user") return identity.user;
  throw new ProblemError("forbidden", texts.usersOnly);
}

function apiTokenView({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiTokenRow) {
  return {
    id,
    name,
    role: roles.find((each) => each === role) ?? "viewer",
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
