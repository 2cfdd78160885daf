import { type ApiTokens, apiTokensOf } from "./api-tokens";
import type { Database } from "./database";
import type { UserSession } from "./generated/client";
import { type IssuerAccounts, issuerAccountsOf } from "./issuer-accounts";
import { type Passkeys, passkeysOf } from "./passkeys";
import { announceAccess, type UserRow } from "./people";
import { type SecondFactors, secondFactorsOf } from "./second-factors";
import { type SignInSteps, signInStepsOf } from "./sign-in-steps";
import { type Spent, spentOf } from "./spent";

/** What lets a user in: the sessions of browsers, and the tokens of programs. Both are found by a SHA-256 hash. */
export interface SignIns {
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly issuerAccounts: IssuerAccounts;
  readonly secondFactors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly steps: SignInSteps;
  readonly spent: Spent;
}

/** How a user signed in. */
export type SignInWay = "password" | "passkey" | "oidc";

export interface SessionRow extends Pick<UserSession, "id" | "userId" | "expiresAt" | "createdAt"> {
  /** To the minute. */
  usedAt: Date;
  address: string | null;
  userAgent: string | null;
  way: SignInWay;
}

/** What is known of a session when it begins. */
export interface SessionOrigin {
  address: string;
  userAgent: string;
  way: SignInWay;
  /** The hash of the OIDC provider's own session. */
  issuerSession: string | null;
}

interface Sessions {
  /** With its user; null if there is none. The limits are for the caller to judge. */
  find(tokenHash: string): Promise<(SessionRow & { user: UserRow }) | null>;
  /** Newest first; null: those of all users. */
  list(userId: string | null): Promise<SessionRow[]>;
  markUsed(id: string, at: Date): Promise<void>;
  /** Of a sign-in, which the user's row remembers, too. */
  describe(tokenHash: string, origin: SessionOrigin): Promise<void>;
  /** Ends one session, of the user if one is given, or all except one. Resolves to how many ended. */
  end(userId: string | null, which: { id: string } | { allExcept: string | null }): Promise<number>;
  /** Ends what an OIDC provider may end: sessions that began there. Resolves to how many. */
  endOfIssuer(which: { userId: string } | { issuerSession: string }): Promise<number>;
}

export function signInsOf(database: Database): SignIns {
  const { prisma } = database;
  const { userSession } = prisma;
  return {
    sessions: {
      async find(token) {
        const row = await userSession.findUnique({ where: { token } });
        const user = row && (await prisma.user.findUnique({ where: { id: row.userId } }));
        return row && user && { ...toSession(row), user };
      },
      async list(userId) {
        const where = userId === null ? {} : { userId };
        return (await userSession.findMany({ where, orderBy: { createdAt: "desc" } })).map(toSession);
      },
      async markUsed(id, at) {
        await userSession.updateMany({ where: { id }, data: { updatedAt: at } });
      },
      async describe(token, { address: ipAddress, userAgent, way, issuerSession }) {
        const data = { ipAddress, userAgent, way, issuerSession };
        const session = await userSession.update({ where: { token }, data });
        const { userId: id, createdAt: lastSignInAt } = session;
        await prisma.user.updateMany({ where: { id }, data: { lastSignInAt } });
      },
      async end(userId, which) {
        const id = "id" in which ? which.id : which.allExcept === null ? undefined : { not: which.allExcept };
        const { count } = await userSession.deleteMany({
          where: { ...(userId === null ? {} : { userId }), ...(id === undefined ? {} : { id }) },
        });
        if (count > 0) await announceAccess(database);
        return count;
      },
      async endOfIssuer(which) {
        const { count } = await userSession.deleteMany({ where: { ...which, way: "oidc" } });
        if (count > 0) await announceAccess(database);
        return count;
      },
    },
    apiTokens: apiTokensOf(database),
    issuerAccounts: issuerAccountsOf(database),
    secondFactors: secondFactorsOf(database),
    passkeys: passkeysOf(database),
    steps: signInStepsOf(database),
    spent: spentOf(database),
  };
}

function toSession(row: UserSession): SessionRow {
  const { id, userId, expiresAt, createdAt, updatedAt, ipAddress, userAgent } = row;
  const way = row.way === "oidc" || row.way === "passkey" ? row.way : "password";
  return { id, userId, expiresAt, createdAt, usedAt: updatedAt, address: ipAddress, userAgent, way };
}
