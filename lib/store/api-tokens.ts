import { randomUUID } from "node:crypto";
import type { Database } from "./database";
import type { ApiToken } from "./generated/client";
import { announceAccess, type UserRow } from "./people";

export interface ApiTokenRow extends Omit<ApiToken, "token"> {}

export interface ApiTokens {
  find(tokenHash: string): Promise<(ApiTokenRow & { user: UserRow }) | null>;
  /** Newest first; null: those of all users. */
  list(userId: string | null): Promise<ApiTokenRow[]>;
  add(tokenHash: string, token: Omit<ApiTokenRow, "id" | "lastUsedAt">): Promise<ApiTokenRow>;
  markUsed(id: string, at: Date): Promise<void>;
  /** Of the user, if one is given. */
  remove(userId: string | null, id: string): Promise<boolean>;
}

export function apiTokensOf(database: Database): ApiTokens {
  const { apiToken, user } = database.prisma;
  return {
    async find(token) {
      const row = await apiToken.findUnique({ where: { token } });
      const owner = row && (await user.findUnique({ where: { id: row.userId } }));
      return row && owner && { ...toToken(row), user: owner };
    },
    async list(userId) {
      const where = userId === null ? {} : { userId };
      return (await apiToken.findMany({ where, orderBy: { createdAt: "desc" } })).map(toToken);
    },
    async add(token, row) {
      return toToken(await apiToken.create({ data: { id: randomUUID(), token, ...row } }));
    },
    async markUsed(id, at) {
      await apiToken.updateMany({ where: { id }, data: { lastUsedAt: at } });
    },
    async remove(userId, id) {
      const { count } = await apiToken.deleteMany({ where: { id, ...(userId === null ? {} : { userId }) } });
      if (count > 0) await announceAccess(database);
      return count > 0;
    },
  };
}

function toToken({ token: _, ...row }: ApiToken): ApiTokenRow {
  return row;
}
