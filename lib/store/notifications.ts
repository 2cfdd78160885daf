import { changesChannel, type Database } from "./database";
import type { Notification } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readIdCursor } from "./page";
import type { EventLevel, NotificationRow } from "./rows";

interface NotificationQuery extends PageQuery {
  levels?: readonly EventLevel[] | undefined;
  unreadOnly?: boolean | undefined;
  /** Of these virtual clusters only; null for all. */
  within?: Within;
}

type Within = readonly string[] | null | undefined;

export interface Notifications {
  /** Newest first. `q` searches title and body. */
  list(query?: NotificationQuery): Promise<Page<NotificationRow>>;
  read(id: string): Promise<NotificationRow | null>;
  countUnread(within?: Within): Promise<number>;
  /** Marks these, or all, as read; notifications that were read before keep their time. */
  markRead(ids: readonly string[] | "all", at: Date, within?: Within): Promise<void>;
}

export function notificationsOf(database: Database): Notifications {
  const { notification } = database.prisma;
  return {
    async list(query = {}) {
      const limit = limitOf(query);
      const before = readIdCursor(query);
      const contains = { contains: query.q ?? "", mode: "insensitive" as const };
      const rows = await notification.findMany({
        where: {
          ...(query.levels === undefined ? {} : { level: { in: [...query.levels] } }),
          ...(query.unreadOnly === true ? { readAt: null } : {}),
          ...inside(query.within),
          ...(before === null ? {} : { id: { lt: before } }),
          ...(query.q ? { OR: [{ title: contains }, { body: contains }] } : {}),
        },
        orderBy: { id: "desc" },
        take: limit + 1,
      });
      return cutPage(rows.map(toRow), limit, (row) => [row.id]);
    },
    async read(id) {
      const row = await notification.findUnique({ where: { id: BigInt(id) } });
      return row === null ? null : toRow(row);
    },
    countUnread: (within) => notification.count({ where: { readAt: null, ...inside(within) } }),
    async markRead(ids, at, within) {
      await notification.updateMany({
        where: { readAt: null, ...inside(within), ...(ids === "all" ? {} : { id: { in: ids.map(BigInt) } }) },
        data: { readAt: at },
      });
      const id = ids !== "all" && ids.length === 1 ? ids[0] : null;
      await database.query("SELECT pg_notify($1, $2)", [
        changesChannel,
        JSON.stringify({ kind: "notification", id }),
      ]);
    },
  };
}

function inside(within: Within) {
  return within ? { virtualCluster: { in: [...within] } } : {};
}

function toRow(row: Notification): NotificationRow {
  return {
    ...row,
    id: row.id.toString(),
    at: row.at.toISOString(),
    level: row.level as EventLevel,
    readAt: row.readAt?.toISOString() ?? null,
  };
}
