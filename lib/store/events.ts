import { Failure } from "@/lib/gateway/failure";
import type { Database } from "./database";
import type { Event } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readCursor } from "./page";
import type { EventLevel, EventRow, NewEvent } from "./rows";
import { addEvents } from "./save-walks";
import { texts } from "./texts";

/** Columns that events can be sorted by. */
export type EventColumn = "at" | "level" | "type" | "virtualCluster" | "gateway" | "host";

interface EventOrder {
  column: EventColumn;
  direction: "asc" | "desc";
}

/** Newest first. */
const usualOrder: EventOrder = { column: "at", direction: "desc" };

/** As text, in byte order on every backend; missing values come first. */
const expressions: Readonly<Record<Exclude<EventColumn, "at">, string>> = {
  // Worst first.
  level: "array_position(ARRAY['error', 'warning', 'success', 'info'], level)::text",
  type: "type",
  virtualCluster: "coalesce(virtual_cluster, '')",
  gateway: "coalesce(gateway, '')",
  host: "coalesce(host, '')",
};

interface OrderSql {
  /** The row's sort value; the id decides between equal rows. */
  value: string;
  orderBy: string;
  /** Matches the rows after this value and id; `given` turns a value into a parameter of the statement. */
  after(value: string, id: string, given: (value: string) => string): string;
}

/** Ids grow with time, so sorting by time is sorting by id, and otherwise equal events are newest first. */
function orderSql({ column, direction }: EventOrder): OrderSql {
  const beyond = direction === "asc" ? ">" : "<";
  if (column === "at")
    return {
      value: "''",
      orderBy: `event.id ${direction}`,
      after: (_, id, given) => `event.id ${beyond} ${given(id)}::bigint`,
    };
  const value = `(${expressions[column]}) COLLATE "C"`;
  return {
    value,
    orderBy: `${value} ${direction}, event.id DESC`,
    after(last, id, given) {
      const text = `${given(last)}::text`;
      return `(${value} ${beyond} ${text} OR (${value} = ${text} AND event.id < ${given(id)}::bigint))`;
    },
  };
}

interface EventQuery extends PageQuery {
  virtualCluster?: string | undefined;
  /** Of these only; null for all. */
  within?: readonly string[] | null | undefined;
  gateway?: string | undefined;
  host?: string | undefined;
  levels?: readonly EventLevel[] | undefined;
  order?: EventOrder | undefined;
}

export interface Events {
  add(events: readonly NewEvent[]): Promise<void>;
  /** Newest first by default. `q` searches message and host. */
  list(query?: EventQuery): Promise<Page<EventRow>>;
  /** Events after that id, oldest first: what a disconnected reader missed. */
  after(id: string, limit?: number): Promise<EventRow[]>;
  read(id: string): Promise<EventRow | null>;
  /** The number of events of each level since then, of these virtual clusters; null for all. */
  countSince(at: Date, within: readonly string[] | null): Promise<Record<EventLevel, number>>;
}

export function eventsOf(database: Database): Events {
  const { event } = database.prisma;
  return {
    add: (events) => addEvents(database, events),
    async list(query = {}) {
      const { sql, values, limit, order } = pageSql(query);
      const rows = await database.query<EventRow & { value: string }>(sql, values);
      const page = cutPage(rows, limit, ({ value, id }) => [order.column, order.direction, value, id]);
      return { ...page, items: page.items.map(({ value: _, ...row }) => row) };
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
    async countSince(at, within) {
      const where = { at: { gte: at }, ...(within ? { virtualCluster: { in: [...within] } } : {}) };
      const counts = await event.groupBy({ by: ["level"], where, _count: true });
      const found = Object.fromEntries(counts.map(({ level, _count }) => [level, _count]));
      return { info: 0, success: 0, warning: 0, error: 0, ...found };
    },
  };
}

/** Columns in `EventRow`'s types, however the backend represents numbers and times. */
const columns = `event.id::text AS id, level, type, virtual_cluster AS "virtualCluster", gateway, host, message, remedy,
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;

/** One row more than the page needs. Throws `rejected` for a cursor of another list or order. */
function pageSql(query: EventQuery) {
  const { virtualCluster, within, gateway, host, levels, q, order = usualOrder } = query;
  const limit = limitOf(query);
  const { value, orderBy, after } = orderSql(order);
  const values: unknown[] = [];
  const given = (each: unknown) => `$${values.push(each)}`;
  const conditions: string[] = [];
  if (virtualCluster !== undefined) conditions.push(`virtual_cluster = ${given(virtualCluster)}`);
  if (within) conditions.push(`virtual_cluster = ANY(${given(within)}::text[])`);
  if (gateway !== undefined) conditions.push(`gateway = ${given(gateway)}`);
  if (host !== undefined) conditions.push(`host = ${given(host)}`);
  if (levels !== undefined) conditions.push(`level = ANY(${given(levels)}::text[])`);
  if (q) {
    const text = given(`%${q.replace(/[\\%_]/g, "\\$&")}%`);
    conditions.push(`(message ILIKE ${text} OR host ILIKE ${text})`);
  }
  const last = readCursor(query, 4);
  if (last) {
    const [column, direction, lastValue = "", id = ""] = last;
    if (column !== order.column || direction !== order.direction)
      throw new Failure("rejected", texts.otherOrder({ column: column ?? "", direction: direction ?? "" }));
    if (!/^\d{1,18}$/.test(id)) throw new Failure("rejected", texts.unknownCursor);
    conditions.push(after(lastValue, id, given));
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const sql = `SELECT ${columns}, ${value} AS value FROM event ${where} ORDER BY ${orderBy} LIMIT ${limit + 1}`;
  return { sql, values, limit, order };
}

function toRow(row: Event): EventRow {
  return { ...row, id: row.id.toString(), at: row.at.toISOString(), level: row.level as EventLevel };
}
