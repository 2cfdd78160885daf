import type { Report } from "@/lib/gateway/walk/report";
import { changesChannel, type Database } from "./database";
import { gather } from "./gather";
import type { CertificateRow, NewEvent, WalkRow, WalkWrite } from "./rows";

/**
 * Everything that visits write goes out as one statement, however many walks are running: the embedded database
 * runs one statement at a time, so their number counts. Unchanged rows aren't written. NOTIFY reports every change
 * if and when the statement commits.
 */
const statement = `
WITH doc AS (SELECT $1::text::jsonb AS doc),
walks AS (
  INSERT INTO walk (key, virtual_cluster, gateway, host, port, state, next_visit_at, updated_at)
  SELECT "key", "virtualCluster", "gateway", "host", "port", "state", "nextVisitAt", "updatedAt"
  FROM doc, jsonb_to_recordset(doc->'walks') AS w("key" text, "virtualCluster" text, "gateway" text,
    "host" text, "port" int, "state" text, "nextVisitAt" timestamptz, "updatedAt" timestamptz)
  ON CONFLICT (key) DO UPDATE SET virtual_cluster = excluded.virtual_cluster, gateway = excluded.gateway,
    host = excluded.host, port = excluded.port, state = excluded.state,
    next_visit_at = excluded.next_visit_at, updated_at = excluded.updated_at
  WHERE (walk.*) IS DISTINCT FROM (excluded.*)
  RETURNING key
),
reports AS (
  INSERT INTO step_report (key, step, state, note, remedy, fact, at, since, started_at, attempts, retry_at)
  SELECT "key", "step", "state", "note", "remedy", "fact", "at", "since", "startedAt", "attempts", "retryAt"
  FROM doc, jsonb_to_recordset(doc->'reports') AS r("key" text, "step" text, "state" text, "note" text,
    "remedy" text, "fact" jsonb, "at" timestamptz, "since" timestamptz, "startedAt" timestamptz,
    "attempts" int, "retryAt" timestamptz)
  ON CONFLICT (key, step) DO UPDATE SET state = excluded.state, note = excluded.note,
    remedy = excluded.remedy, fact = excluded.fact, at = excluded.at, since = excluded.since,
    started_at = excluded.started_at, attempts = excluded.attempts, retry_at = excluded.retry_at
  WHERE (step_report.*) IS DISTINCT FROM (excluded.*)
  RETURNING key
),
certificates AS (
  INSERT INTO certificate (key, virtual_cluster, gateway, host, names, issuer, serial, not_before, not_after,
    renew_at, secret_ref, ari_id, updated_at)
  SELECT "key", "virtualCluster", "gateway", "host", "names", "issuer", "serial", "notBefore", "notAfter",
    "renewAt", "secretRef", "ariId", "updatedAt"
  FROM doc, jsonb_to_recordset(doc->'certificates') AS c("key" text, "virtualCluster" text, "gateway" text,
    "host" text, "names" text[], "issuer" text, "serial" text, "notBefore" timestamptz,
    "notAfter" timestamptz, "renewAt" timestamptz, "secretRef" text, "ariId" text, "updatedAt" timestamptz)
  ON CONFLICT (key) DO UPDATE SET virtual_cluster = excluded.virtual_cluster, gateway = excluded.gateway,
    host = excluded.host, names = excluded.names, issuer = excluded.issuer, serial = excluded.serial,
    not_before = excluded.not_before, not_after = excluded.not_after, renew_at = excluded.renew_at,
    secret_ref = excluded.secret_ref, ari_id = excluded.ari_id, updated_at = excluded.updated_at
  WHERE (certificate.*) IS DISTINCT FROM (excluded.*)
  RETURNING key
),
events AS (
  INSERT INTO event (at, level, type, virtual_cluster, gateway, host, message, remedy)
  SELECT "at", "level", "type", "virtualCluster", "gateway", "host", "message", "remedy"
  FROM doc, jsonb_to_recordset(doc->'events') AS e("at" timestamptz, "level" text, "type" text,
    "virtualCluster" text, "gateway" text, "host" text, "message" text, "remedy" text)
  RETURNING id
),
notifications AS (
  INSERT INTO notification (at, level, title, body, link, virtual_cluster)
  SELECT "at", "level", "title", "body", "link", "virtualCluster"
  FROM doc, jsonb_to_recordset(doc->'notifications') AS n("at" timestamptz, "level" text, "title" text,
    "body" text, "link" text, "virtualCluster" text)
  RETURNING id
),
notified AS (
  SELECT json_build_object('kind', 'walk', 'key', key) AS change
    FROM (SELECT key FROM walks UNION SELECT key FROM reports UNION SELECT key FROM certificates) AS keys
  UNION ALL SELECT json_build_object('kind', 'event', 'id', id::text) FROM events
  UNION ALL SELECT json_build_object('kind', 'notification', 'id', id::text) FROM notifications
)
SELECT pg_notify('${changesChannel}', change::text) FROM notified`;

/** Writes the result of one visit, all of it or nothing. */
export type SaveWalk = (write: WalkWrite) => Promise<void>;

export function saverOfWalks(database: Database): SaveWalk {
  const save = gather<WalkWrite, unknown>(
    async (writes) => {
      const problem = await problemOf(() => writeAll(database, writes));
      if (problem === null || writes.length === 1) return writes.map(() => problem);
      // One write that the database rejects must not fail the others.
      const problems: unknown[] = [];
      for (const write of writes) problems.push(await problemOf(() => writeAll(database, [write])));
      return problems;
    },
    { atMost: 100 },
  );
  return async (write) => {
    const problem = await save(write);
    if (problem !== null) throw problem;
  };
}

async function problemOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
}

function writeAll(database: Database, writes: readonly WalkWrite[]): Promise<void> {
  return write(database, {
    walks: latest(writes.map(({ walk }) => walk)),
    reports: latestReports(writes),
    certificates: latest(writes.flatMap(({ certificate }) => (certificate ? [certificate] : []))),
    events: writes.flatMap(({ events }) => events ?? []),
  });
}

/** Writes events in order, and creates the notifications that they ask for. */
export async function addEvents(database: Database, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await write(database, { walks: [], reports: [], certificates: [], events });
}

interface Document {
  walks: readonly WalkRow[];
  reports: readonly (Report & { key: string })[];
  certificates: readonly CertificateRow[];
  events: readonly NewEvent[];
}

async function write(database: Database, document: Document): Promise<void> {
  const notifications = document.events.flatMap((event) =>
    event.notification === undefined ? [] : [{ ...event, ...event.notification, body: event.message }],
  );
  await database.query(statement, [JSON.stringify({ ...document, notifications }, storable)]);
}

/** External text may contain what jsonb can't hold: NUL, and unpaired surrogates. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}

/**
 * A statement may touch a row once, so of several writes to one key the last one wins. All processes write in the
 * same order, to avoid deadlocks.
 */
function latest<Row extends { key: string }>(rows: readonly Row[]): Row[] {
  return inOrder(new Map(rows.map((row) => [row.key, row])));
}

function latestReports(writes: readonly WalkWrite[]): (Report & { key: string })[] {
  const reports = writes.flatMap(({ walk, reports }) =>
    reports.map((report) => ({ ...report, key: walk.key })),
  );
  return inOrder(new Map(reports.map((report) => [`${report.step} ${report.key}`, report])));
}

function inOrder<Row>(rows: Map<string, Row>): Row[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
