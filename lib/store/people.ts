import { randomUUID } from "node:crypto";
import { everywhere } from "@/lib/model/roles";
import { changesChannel, type Database } from "./database";
import type { Prisma } from "./generated/client";
import { unlessNoAdminIsLeft } from "./last-admin";
import { linksOf, type OneTimeLinks } from "./one-time-links";

/** Users, what they may do, and the links that create them. Passwords are behind Better Auth, see `tables`. */
export interface People {
  /** Better Auth's tables, as its Prisma adapter takes them. */
  readonly tables: object;
  count(): Promise<number>;
  list(): Promise<UserRow[]>;
  read(id: string): Promise<UserRow | null>;
  /**
   * Gives a user or a group a role in a scope, in place of the one it has there; null takes it away. This and the next
   * two resolve to false, and change nothing, if the installation would be left without an admin who can sign in.
   */
  bind(subject: Subject, scope: string, role: string | null, at: Date): Promise<boolean>;
  bindings(): Promise<Binding[]>;
  /** Who the user is at the OIDC provider, its claim `sub`; null for an account with a password. */
  subjectOf(id: string): Promise<{ sub: string; isEmailVerified: boolean } | null>;
  /** Those of a user and of the groups that the user is in. */
  bindingsOf(user: Pick<UserRow, "id" | "groups">): Promise<Binding[]>;
  /**
   * Removes the user with sessions, tokens, second factors, roles, and the links that the user made. What says that there is a Secret of
   * an authenticator app stays until `secondFactors.removeAll`.
   */
  remove(id: string): Promise<boolean>;
  /** Signs the user out everywhere when `at` is a date, and lets the user in again when it is null. */
  disable(id: string, at: Date | null): Promise<boolean>;
  readonly links: OneTimeLinks;
}

export interface UserRow {
  id: string;
  name: string;
  email: string;
  groups: string[];
  createdAt: Date;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
}

export interface Subject {
  kind: "user" | "group";
  name: string;
}

export interface Binding {
  subject: Subject;
  role: string;
  /** `*`, or a virtual cluster. */
  scope: string;
}

const columns = {
  id: true,
  name: true,
  email: true,
  groups: true,
  createdAt: true,
  disabledAt: true,
  lastSignInAt: true,
} satisfies Prisma.UserSelect;

export function peopleOf(database: Database): People {
  const { prisma } = database;
  const { user, roleBinding, userSession, account, verification } = prisma;
  const changing = async (change: (rows: Prisma.TransactionClient) => Promise<unknown>) => {
    const isDone = await unlessNoAdminIsLeft(prisma, change);
    if (isDone) await announceAccess(database);
    return isDone;
  };
  return {
    tables: { user, userSession, account, verification },
    count: () => user.count(),
    list: () => user.findMany({ select: columns, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    read: (id) => user.findUnique({ where: { id }, select: columns }),
    bind: ({ kind, name }, scope, role, at) =>
      changing(async (rows) => {
        const key = { subjectKind: kind, subject: name, scope };
        // Invitations of somebody who may no longer invite would bring them back.
        if (kind === "user" && scope === everywhere && role !== "admin")
          await rows.oneTimeLink.deleteMany({ where: { userId: name, purpose: "invitation" } });
        if (role === null) return rows.roleBinding.deleteMany({ where: key });
        return rows.roleBinding.upsert({
          where: { subjectKind_subject_scope: key },
          create: { id: randomUUID(), ...key, role, createdAt: at },
          update: { role },
        });
      }),
    async subjectOf(userId) {
      const found = await account.findFirst({ where: { userId, providerId: { not: "credential" } } });
      const person =
        found && (await user.findUnique({ where: { id: userId }, select: { emailVerified: true } }));
      return person && { sub: found.accountId, isEmailVerified: person.emailVerified };
    },
    bindings: async () => (await roleBinding.findMany({ orderBy: { subject: "asc" } })).map(toBinding),
    async bindingsOf({ id, groups }) {
      const rows = await roleBinding.findMany({
        where: {
          OR: [
            { subjectKind: "user", subject: id },
            { subjectKind: "group", subject: { in: groups } },
          ],
        },
      });
      return rows.map(toBinding);
    },
    remove: (id) =>
      changing(async (rows) => {
        const where = { userId: id };
        await rows.userSession.deleteMany({ where });
        await rows.apiToken.deleteMany({ where });
        await rows.account.deleteMany({ where });
        // Says that its Secret is still there, also of an app that was only being set up.
        const left = { ...where, createdAt: new Date() };
        await rows.authenticatorApp.upsert({ where, create: left, update: {} });
        await rows.passkey.deleteMany({ where });
        await rows.recoveryCode.deleteMany({ where });
        await rows.signInStep.deleteMany({ where });
        await rows.oneTimeLink.deleteMany({ where });
        await rows.roleBinding.deleteMany({ where: { subjectKind: "user", subject: id } });
        await rows.user.deleteMany({ where: { id } });
      }),
    disable: (id, at) =>
      changing(async (rows) => {
        await rows.user.update({ where: { id }, data: { disabledAt: at } });
        if (at === null) return;
        await rows.userSession.deleteMany({ where: { userId: id } });
        await rows.signInStep.deleteMany({ where: { userId: id } });
        await rows.oneTimeLink.deleteMany({ where: { userId: id } });
      }),
    links: linksOf(database),
  };
}

/** Tells all processes that sessions, tokens or roles have changed. */
export async function announceAccess(database: Database): Promise<void> {
  await database.query("SELECT pg_notify($1, $2)", [changesChannel, JSON.stringify({ kind: "access" })]);
}

function toBinding(row: { subjectKind: string; subject: string; role: string; scope: string }): Binding {
  const kind = row.subjectKind === "group" ? "group" : "user";
  return { subject: { kind, name: row.subject }, role: row.role, scope: row.scope };
}
