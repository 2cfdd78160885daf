import { z } from "zod";
import { accountSchema, longestPassword, sessionSchema, shortestPassword } from "@/lib/api/access";
import { isRole } from "@/lib/model/roles";
import type { Identity } from "../access/identity";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

const tag = "Account";
const failuresInDays = 30;

export const readAccount = operation({
  method: "get",
  needs: ["viewer", "self"],
  path: "/account",
  isSettingUp: true,
  summary: texts.readAccount,
  tag,
  answer: accountSchema,
  async run({ identity, installation: { access, store }, cluster }) {
    const { id, name, email } = userOf(identity);
    const groups = (await store.people.read(id))?.groups ?? [];
    const since = new Date(Date.now() - failuresInDays * 86_400_000);
    const [bindings, hasPassword, { app, recoveryCodesLeft }, held, failedSignIns] = await Promise.all([
      store.people.bindingsOf({ id, groups }),
      store.signIns.issuerAccounts.hasPassword(id),
      access.secondFactors.state(id),
      access.passkeys.list(id),
      store.audit.failedSignIns(email, since),
    ]);
    const passkeys = held.map((each) => ({
      ...{ id: each.id, name: each.name, rpId: each.rpId },
      createdAt: each.createdAt.toISOString(),
      usedAt: each.usedAt?.toISOString() ?? null,
    }));
    const times = app && {
      createdAt: app.createdAt.toISOString(),
      usedAt: app.usedAt?.toISOString() ?? null,
    };
    const own = bindings.flatMap(({ subject, role, scope }) =>
      isRole(role) ? [{ role, scope, group: subject.kind === "group" ? subject.name : null }] : [],
    );
    const isOfCluster = cluster.decider.by === "kubernetes";
    const grants = isOfCluster ? (identity?.grants ?? []).map((each) => ({ ...each, group: null })) : own;
    const { isRequired } = access.secondFactors;
    const secondFactor = { app: times, passkeys, recoveryCodesLeft, isRequired };
    return { name, email, hasPassword, secondFactor, groups, grants, failedSignIns };
  },
});

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
      items: sessions.map(({ id, createdAt, usedAt, expiresAt, address, userAgent, way }) => ({
        id,
        isCurrent: id === identity?.sessionId,
        createdAt: createdAt.toISOString(),
        usedAt: usedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        address,
        userAgent,
        way,
      })),
    };
  },
});

export const endOtherSessions = operation({
  method: "delete",
  needs: ["viewer", "self"],
  path: "/sessions",
  summary: texts.endOtherSessions,
  tag,
  act: "session.ended",
  async run({ identity, installation }) {
    const { id } = userOf(identity);
    await installation.store.signIns.sessions.end(id, { allExcept: identity?.sessionId ?? null });
  },
});

export const endSession = operation({
  method: "delete",
  needs: ["viewer", "self"],
  path: "/sessions/{id}",
  summary: texts.endSession,
  tag,
  params: z.object({ id: z.string().min(1).max(100) }),
  act: "session.ended",
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
  act: "password.changed",
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

/** Throws `forbidden` for whoever isn't a user in a browser: a program can't give itself another token. */
export function userOf(identity: Identity | null) {
  if (identity?.user && identity.kind === "user") return identity.user;
  throw new ProblemError("forbidden", texts.usersOnly);
}
