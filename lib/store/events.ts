import type { Database } from "./database";
import type { Event } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readIdCursor } from "./page";
import type { EventLevel, EventRow, NewEvent } from "./rows";
import { addEvents } from "./save-walks";

export interface EventQuery extends PageQuery {
  virtualCluster?: string | undefined;
  gateway?: string | undefined;
  host?: string | undefined;
  levels?: readonly EventLevel[] | undefined;
}

export interface Events {
  add(events: readonly NewEvent[]): Promise<void>;
  /** Newest first. `q` looks at message and host. */
  list(query?: EventQuery): Promise<Page<EventRow>>;
  /** Those written after the one of that id, oldest first: what a reader missed that was away. */
  after(id: string, limit?: number): Promise<EventRow[]>;
  read(id: string): Promise<EventRow | null>;
  /** How many of each level there have been since. */
  countSince(at: Date): Promise<Record<EventLevel, number>>;
}

export function eventsOf(database: Database): Events {
  const { event } = database.prisma;
  return {
    add: (events) => addEvents(database, events),
    async list(query = {}) {
      const limit = limitOf(query);
      const before = readIdCursor(query);
      const contains = { contains: query.q ?? "", mode: "insensitive" as const };
      const rows = await event.findMany({
        where: {
          ...(query.virtualCluster === undefined ? {} : { virtualCluster: query.virtualCluster }),
          ...(query.gateway === undefined ? {} : { gateway: query.gateway }),
          ...(query.host === undefined ? {} : { host: query.host }),
          ...(query.levels === undefined ? {} : { level: { in: [...query.levels] } }),
          ...(before === null ? {} : { id: { lt: before } }),
          ...(query.q ? { OR: [{ message: contains }, { host: contains }] } : {}),
        },
        orderBy: { id: "desc" },
        take: limit + 1,
      });
      return cutPage(rows.map(toRow), limit, (row) => [row.id]);
    },
    async after(id, limit = 500) {
      const rows = await event.findMany({
        where: { id: { gt: BigInt(id) } },
        orderBy: { id: "asc" },
        take: limit,
      });
      return rows.map(toRow);
    },
    async read(id) {
      const row = await event.findUnique({ where: { id: BigInt(id) } });
      return row === null ? null : toRow(row);
    },
    async countSince(at) {
      const counts = await event.groupBy({ by: ["level"], where: { at: { gte: at } }, _count: true });
      const found = Object.fromEntries(counts.map(({ level, _count }) => [level, _count]));
      return { info: 0, success: 0, warning: 0, error: 0, ...found };
    },
  };
}

function toRow(row: Event): EventRow {
  return { ...row, id: row.id.toString(), at: row.at.toISOString(), level: row.level as EventLevel };
}
