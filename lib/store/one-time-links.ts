import { randomUUID } from "node:crypto";
import type { Database } from "./database";
import type { OneTimeLink } from "./generated/client";

export type LinkPurpose = "first-admin" | "invitation" | "password";

export interface LinkRow extends Pick<OneTimeLink, "role" | "scope" | "userId" | "expiresAt"> {
  purpose: LinkPurpose;
}

export interface OneTimeLinks {
  add(tokenHash: string, link: LinkRow, at: Date): Promise<void>;
  /** Without using it up; null if there is none, or if it has expired. */
  find(tokenHash: string, now: Date): Promise<LinkRow | null>;
  /** Uses it up: of any number of callers, exactly one gets it. */
  take(tokenHash: string, now: Date): Promise<LinkRow | null>;
  removeAll(purpose: LinkPurpose): Promise<void>;
}

export function linksOf({ prisma: { oneTimeLink } }: Database): OneTimeLinks {
  return {
    async add(token, link, at) {
      await oneTimeLink.deleteMany({ where: { expiresAt: { lt: at } } });
      await oneTimeLink.create({ data: { id: randomUUID(), token, ...link, createdAt: at } });
    },
    async find(token, now) {
      const row = await oneTimeLink.findFirst({ where: { token, expiresAt: { gt: now } } });
      return row && toLink(row);
    },
    async take(token, now) {
      const row = await oneTimeLink.findFirst({ where: { token, expiresAt: { gt: now } } });
      if (!row) return null;
      const { count } = await oneTimeLink.deleteMany({ where: { id: row.id } });
      return count === 1 ? toLink(row) : null;
    },
    async removeAll(purpose) {
      await oneTimeLink.deleteMany({ where: { purpose } });
    },
  };
}

function toLink({ purpose, role, scope, userId, expiresAt }: OneTimeLink): LinkRow {
  return { purpose: purpose as LinkPurpose, role, scope, userId, expiresAt };
}
