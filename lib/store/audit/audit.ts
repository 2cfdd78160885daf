import { Failure } from "@/lib/gateway/failure";
import type { Database } from "../database";
import { gather } from "../gather";
import { cutPage, limitOf, type Page, type PageQuery, readIdCursor } from "../page";
import { texts } from "../texts";
import { type Append, appenderOf, headOf } from "./append";
import type { Entry } from "./chain";
import { trimmer } from "./trim";
import { type Verified, verifyChain } from "./verify";

export interface AuditQuery extends PageQuery {
  actor?: string | undefined;
  action?: string | undefined;
  kind?: string | undefined;
  virtualCluster?: string | undefined;
  name?: string | undefined;
  /** ISO 8601: from then on, and before then. */
  since?: string | undefined;
  until?: string | undefined;
  /** Only entries of these virtual clusters, or with `*` of any; null for all, with those of the installation. */
  visible?: readonly string[] | null;
  /** Only entries that hold a version of their object. */
  isVersion?: boolean | undefined;
}

/** An entry of a list: without what `read` adds. */
export type EntryRow = Omit<Entry, "details"> & { summary: string | null };

export interface Audit {
  /** Writes an entry; resolves when it is in the database, to null if `onlyOnce` found it there. */
  append: Append;
  /** Newest first. `q` searches actor, name and action. */
  list(query: AuditQuery): Promise<Page<EntryRow>>;
  read(seq: number): Promise<Entry | null>;
  /** The whole entries that match, oldest first, a few hundred at once. */
  export(query: Omit<AuditQuery, keyof PageQuery>): AsyncGenerator<Entry>;
  /** The last entry about the object that the runner didn't make itself. */
  causeOf(object: ObjectName): Promise<Entry | null>;
  /** The last tries with a wrong password for that email address, at most ten, newest first. */
  failedSignIns(email: string, since: Date): Promise<Pick<Entry, "at" | "address">[]>;
  /** The last version of each object of these kinds, without details. */
  latestVersions(kinds: readonly string[]): Promise<LatestVersion[]>;
  /** Throws when the database doesn't answer. */
  ready(): Promise<void>;
  verify(): Promise<Verified>;
  /** Removes what is older. @returns the number of removed entries. */
  removeBefore(at: Date, now: Date): Promise<number>;
}

export interface ObjectName {
  kind: string;
  virtualCluster: string;
  name: string;
}

export interface LatestVersion extends ObjectName {
  seq: number;
  action: string;
  digest: string | null;
}

const entryColumns = `seq::text AS seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  actor_kind AS "actorKind", actor_id AS "actorId", actor, caused_by AS "causedBy", address,
  request_id AS "requestId", action, kind, virtual_cluster AS "virtualCluster", name, version, digest, hash`;
/** Of the details, what a list shows; the versions of an object would be far too much. */
const summary = `details::jsonb ->> 'summary' AS summary`;

type Raw<Row> = Omit<Row, "seq"> & { seq: string };
const numbered = <Row>(row: Raw<Row>) => ({ ...row, seq: Number(row.seq) }) as Row;

export function auditOf(database: Database): Audit {
  const append = appenderOf(database);
  // Hundreds of hosts may come or go at the same time, and people may ask for hundreds of changes.
  const causeOf = gather<ObjectName, Entry | null>(async (objects) => {
    const rows = await database.query<Raw<Entry> & { asked: number }>(
      `SELECT asked.at::int AS asked, entry.*
       FROM jsonb_to_recordset($1::text::jsonb) AS asked("at" int, "kind" text, "virtualCluster" text, "name" text),
         LATERAL (
           SELECT ${entryColumns}, '' AS details FROM audit_entry
           WHERE virtual_cluster = asked."virtualCluster" AND kind = asked.kind AND name = asked.name
             AND actor_kind <> 'runner'
           ORDER BY audit_entry.seq DESC LIMIT 1
         ) AS entry`,
      [JSON.stringify(objects.map((object, at) => ({ at, ...object })))],
    );
    const found = new Map(rows.map(({ asked, ...row }) => [asked, numbered<Entry>(row)]));
    return objects.map((_, at) => found.get(at) ?? null);
  });
  const ready = gather<void, void>(async (askers) => {
    await database.ready();
    await headOf(database);
    return askers.map(() => undefined);
  });
  async function page(query: AuditQuery, columns: string, order: "ASC" | "DESC", last: bigint | null) {
    const { where, given } = conditionsOf(query, order, last);
    const sql = `SELECT ${columns} FROM audit_entry ${where} ORDER BY audit_entry.seq ${order} LIMIT ${limitOf(query) + 1}`;
    return database.query<Raw<Entry & EntryRow>>(sql, given);
  }
  return {
    append,
    async list(query) {
      const rows = await page(query, `${entryColumns}, ${summary}`, "DESC", readIdCursor(query));
      const { items, nextCursor } = cutPage(rows, limitOf(query), ({ seq }) => [seq]);
      return { items: items.map((row) => numbered<EntryRow>(row)), nextCursor };
    },
    async read(seq) {
      const sql = `SELECT ${entryColumns}, details FROM audit_entry WHERE seq = $1::bigint`;
      const [row] = await database.query<Raw<Entry>>(sql, [seq]);
      return row ? numbered<Entry>(row) : null;
    },
    async *export(query) {
      let last = BigInt(0);
      for (;;) {
        const rows = await page({ ...query, limit: 200 }, `${entryColumns}, details`, "ASC", last);
        for (const row of rows.slice(0, 200)) yield numbered<Entry>(row);
        const end = rows[199];
        if (rows.length <= 200 || !end) return;
        last = BigInt(end.seq);
      }
    },
    causeOf,
    async failedSignIns(email, since) {
      const rows = await database.query<Raw<Entry>>(
        `SELECT ${entryColumns}, '' AS details FROM audit_entry
         WHERE at >= $1::timestamptz AND action = 'sign-in.failed'
           AND lower(btrim(details::jsonb ->> 'summary')) = $2
         ORDER BY audit_entry.seq DESC LIMIT 10`,
        [since.toISOString(), email.toLowerCase()],
      );
      return rows.map(({ at, address }) => ({ at, address }));
    },
    async latestVersions(kinds) {
      const rows = await database.query<Raw<LatestVersion>>(
        `SELECT DISTINCT ON (virtual_cluster, kind, name) seq::text AS seq, virtual_cluster AS "virtualCluster",
           kind, name, action, digest
         FROM audit_entry
         WHERE kind = ANY($1::text[]) AND virtual_cluster IS NOT NULL AND name IS NOT NULL
           AND (digest IS NOT NULL OR action = 'object.deleted')
         ORDER BY virtual_cluster, kind, name, audit_entry.seq DESC`,
        [kinds],
      );
      return rows.map((row) => numbered<LatestVersion>(row));
    },
    ready: () => ready(),
    verify: () => verifyChain(database, entryColumns),
    removeBefore: trimmer(database, append),
  };
}

function conditionsOf(query: AuditQuery, order: "ASC" | "DESC", last: bigint | null) {
  const given: unknown[] = [];
  const value = (each: unknown) => `$${given.push(each)}`;
  const conditions: string[] = [];
  const equal = { actor: "actor", kind: "kind", virtualCluster: "virtual_cluster", name: "name" } as const;
  for (const [field, column] of Object.entries(equal)) {
    const wanted = query[field as keyof typeof equal];
    if (wanted === undefined) continue;
    // Whoever asks for a person asks for what the runner did because of that person, too.
    if (column === "actor") {
      const actor = value(wanted);
      conditions.push(`(actor = ${actor} OR caused_by = ${actor})`);
    } else conditions.push(`${column} = ${value(wanted)}`);
  }
  if (query.action !== undefined) {
    const action = value(query.action);
    conditions.push(`(action = ${action} OR starts_with(action, ${action} || '.'))`);
  }
  if (query.since !== undefined) conditions.push(`at >= ${value(timeOf(query.since))}::timestamptz`);
  if (query.until !== undefined) conditions.push(`at < ${value(timeOf(query.until))}::timestamptz`);
  if (query.visible?.includes("*")) conditions.push("virtual_cluster IS NOT NULL");
  else if (query.visible) conditions.push(`virtual_cluster = ANY(${value(query.visible)}::text[])`);
  if (query.isVersion) conditions.push("(digest IS NOT NULL OR action = 'object.deleted')");
  if (query.q) {
    const text = value(`%${query.q.replace(/[\\%_]/g, "\\$&")}%`);
    conditions.push(`(actor ILIKE ${text} OR name ILIKE ${text} OR action ILIKE ${text})`);
  }
  if (last !== null) conditions.push(`seq ${order === "ASC" ? ">" : "<"} ${value(last.toString())}::bigint`);
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "", given };
}

function timeOf(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Failure("rejected", texts.notATime);
  return at.toISOString();
}
