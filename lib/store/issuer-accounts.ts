import { randomUUID } from "node:crypto";
import type { Database } from "./database";
import { announceAccess } from "./people";

/** Who somebody is at an OIDC provider. */
export interface IssuerAccount {
  issuer: string;
  subject: string;
}

interface FromIssuer {
  name: string;
  email: string;
  isEmailVerified: boolean;
  groups: string[];
}

/** Users by who they are at an OIDC provider. */
export interface IssuerAccounts {
  userIdOf(account: IssuerAccount): Promise<string | null>;
  /** Whether the user can sign in without any of them. */
  hasPassword(userId: string): Promise<boolean>;
  /** The ID of the new user; null if another user has the email address. */
  create(account: IssuerAccount, user: FromIssuer, at: Date): Promise<string | null>;
  /** Keeps the email address that the user has if another user has the new one. */
  update(userId: string, user: FromIssuer, at: Date): Promise<void>;
}

export function issuerAccountsOf(database: Database): IssuerAccounts {
  const { prisma } = database;
  const isTaken = async (email: string, userId: string | null) => {
    const other = await prisma.user.findUnique({ where: { email }, select: { id: true } });
    return other !== null && other.id !== userId;
  };
  const userIdOf = async ({ issuer, subject }: IssuerAccount) => {
    const where = { providerId_accountId: { providerId: issuer, accountId: subject } };
    return (await prisma.account.findUnique({ where, select: { userId: true } }))?.userId ?? null;
  };
  return {
    userIdOf,
    hasPassword: async (userId) =>
      (await prisma.account.count({ where: { userId, providerId: "credential" } })) > 0,
    async create({ issuer, subject }, { name, email, isEmailVerified: emailVerified, groups }, at) {
      if (await isTaken(email, null)) return null;
      const userId = randomUUID();
      const times = { createdAt: at, updatedAt: at };
      const added = [
        prisma.user.create({ data: { id: userId, name, email, emailVerified, groups, ...times } }),
        prisma.account.create({
          data: { id: randomUUID(), userId, providerId: issuer, accountId: subject, ...times },
        }),
      ];
      try {
        await prisma.$transaction(added);
        return userId;
      } catch (thrown) {
        // Another sign-in of the same user was faster.
        const known = await userIdOf({ issuer, subject });
        if (known !== null) return known;
        throw thrown;
      }
    },
    async update(userId, { name, email, isEmailVerified: emailVerified, groups }, at) {
      const address = (await isTaken(email, userId)) ? {} : { email, emailVerified };
      await prisma.user.update({
        where: { id: userId },
        data: { name, groups, updatedAt: at, ...address },
      });
      await announceAccess(database);
    },
  };
}
