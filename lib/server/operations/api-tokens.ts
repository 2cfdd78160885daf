import { randomBytes } from "node:crypto";
import { z } from "zod";
import { apiTokenSchema, longestTokenLife } from "@/lib/api/access";
import { everywhere, roles } from "@/lib/model/roles";
import type { ApiTokenRow } from "@/lib/store/api-tokens";
import { apiTokenPrefix } from "../access/access";
import { tokenHash } from "../access/token-hash";
import { note } from "../audit/acting";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { userOf } from "./account";
import { texts } from "./texts";

const tag = "Account";

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
    scope: z.string().min(1).max(63).default(everywhere),
    expiresInDays: z.int().min(1).max(longestTokenLife),
  }),
  answer: apiTokenSchema.extend({ token: z.string().meta({ description: texts.tokenShownOnce }) }),
  status: 201,
  act: "api-token.made",
  async run({ body: { name, role, scope, expiresInDays }, identity, installation }) {
    note({ summary: name, role, scope, expiresInDays });
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + expiresInDays * 86_400_000);
    const token = `${apiTokenPrefix}${randomBytes(32).toString("base64url")}`;
    const row = { userId: userOf(identity).id, name, role, scope, createdAt, expiresAt };
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
  act: "api-token.removed",
  async run({ params, identity, installation }) {
    const isRemoved = await installation.store.signIns.apiTokens.remove(userOf(identity).id, params.id);
    if (!isRemoved) throw new ProblemError("not-found", texts.noApiToken);
  },
});

export function apiTokenView({ id, name, role, scope, createdAt, expiresAt, lastUsedAt }: ApiTokenRow) {
  return {
    id,
    name,
    role: roles.find((each) => each === role) ?? "viewer",
    scope,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
