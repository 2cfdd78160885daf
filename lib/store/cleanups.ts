import {
  type Cleanup,
  type CleanupState,
  movingStates,
  pendingStates,
} from "@/lib/gateway/cleanup/cleanup-protocol";
import { changesChannel, type Database } from "./database";
import { gather } from "./gather";
import type { CleanupTask } from "./generated/client";
import { timeOrderedId } from "./page";

/** The kind of these tasks; tasks of other kinds remove nothing of a host. */
export const cleanupKind = "secured-host";

/** One host that one Gateway no longer asks for, and the state of its cleanup. */
export interface CleanupRow extends Cleanup {
  /** A new ID each time the host goes, so that a confirmation applies to what the user saw. */
  id: string;
  /** `namespace/gateway=host`; `=host` when the Gateway is unknown. */
  subject: string;
  host: string;
  virtualCluster: string | null;
  gateway: string | null;
  payload: unknown;
  reason: string;
  attempts: number;
  nextAt: string | null;
  lastProblem: string | null;
  seenAt: string;
  updatedAt: string;
}

export interface NewCleanup {
  host: string;
  /** Null if it was found without a Gateway. */
  gateway: { namespace: string; name: string } | null;
  /** Plain JSON, never a secret. */
  payload: unknown;
  /** Why it is removed, in a sentence. */
  reason: string;
}

export interface Cleanups {
  /**
   * Starts the grace period of each, in one statement, so that all hosts that went at once are known before the
   * first is due. One that is already pending or kept stays as it is. @returns the started ones.
   */
  begin(cleanups: readonly NewCleanup[], at: Date, graceUntil: Date): Promise<CleanupRow[]>;
  read(id: string): Promise<CleanupRow | null>;
  /** Pending ones, including kept ones, oldest first. */
  pending(): Promise<CleanupRow[]>;
  /** The hosts of all of them, whatever became of them, with the virtual clusters that had them. */
  hosts(): Promise<{ host: string; virtualCluster: string }[]>;
  /** Those removed without confirmation, last seen within `spanInMs` before `at`, or due next after it. */
  around(at: string, spanInMs: number): Promise<CleanupRow[]>;
  /** Moves those in one of the states `from` to `to`. @returns the moved ones. */
  move(
    ids: readonly string[],
    from: readonly CleanupState[],
    to: CleanupState,
    at: Date,
  ): Promise<CleanupRow[]>;
  /** It is about to remove something. @returns null if it may not any more: somebody kept, withdrew or stopped it. */
  open(id: string, at: Date): Promise<CleanupRow | null>;
  /** The user confirms that these may go; applies to pending ones. @returns them, due after their grace period. */
  confirm(ids: readonly string[], at: Date): Promise<CleanupRow[]>;
}

/** A row of `changed` in `CleanupRow`'s types, however the backend represents times. */
const timeOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `changed.id::text AS id, subject, coalesce(host, '') AS host, virtual_cluster AS "virtualCluster", gateway,
  payload, coalesce(reason, '') AS reason, state, attempts, ${timeOf("next_at")} AS "nextAt",
  last_problem AS "lastProblem", ${timeOf("coalesce(seen_at, created_at)")} AS "seenAt",
  ${timeOf("coalesce(grace_until, created_at)")} AS "graceUntil", ${timeOf("confirmed_at")} AS "confirmedAt",
  ${timeOf("updated_at")} AS "updatedAt"`;

function cleanupSubject(host: string, gateway: NewCleanup["gateway"]): string {
  return `${gateway ? `${gateway.namespace}/${gateway.name}` : ""}=${host}`;
}

export function cleanupsOf(database: Database): Cleanups {
  const { cleanupTask } = database.prisma;

  /** Runs a statement that changes rows, and returns them; sends the changes when it commits. */
  const change = (statement: string, values: unknown[]): Promise<CleanupRow[]> =>
    database.query<CleanupRow>(
      `WITH changed AS (${statement} RETURNING *),
         notified AS (SELECT pg_notify('${changesChannel}', json_build_object('kind', 'cleanup', 'id', id)::text)
           FROM changed)
       SELECT ${columns} FROM changed, (SELECT count(*) FROM notified) AS sent ORDER BY changed.id`,
      values,
    );

  // Dozens of cleanups work at the same time, and each of them looks and moves on several times.
  const read = gather<string, CleanupRow | null>(async (ids) => {
    const rows = await cleanupTask.findMany({ where: { id: { in: [...new Set(ids)] }, kind: cleanupKind } });
    const byId = new Map(rows.map((row) => [row.id, toCleanup(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  const openAll = gather<{ id: string; at: Date }, CleanupRow | null>(async (asked) => {
    const ids = [...new Set(asked.map(({ id }) => id))];
    const last = new Date(Math.max(...asked.map(({ at }) => at.getTime())));
    const byId = new Map((await move(ids, movingStates, "open", last)).map((row) => [row.id, row]));
    return asked.map(({ id }) => byId.get(id) ?? null);
  });

  const move: Cleanups["move"] = (ids, from, to, at) =>
    change(
      `UPDATE cleanup_task SET state = $3, next_at = NULL, last_problem = NULL, updated_at = $4::timestamptz
       WHERE kind = '${cleanupKind}' AND id = ANY($1::uuid[]) AND state = ANY($2::text[])`,
      [ids, from, to, at.toISOString()],
    );

  return {
    begin(cleanups, at, graceUntil) {
      const rows = new Map(
        cleanups.map(({ host, gateway, payload, reason }) => [
          cleanupSubject(host, gateway),
          {
            host,
            virtualCluster: gateway?.namespace ?? null,
            gateway: gateway?.name ?? null,
            payload,
            reason,
          },
        ]),
      );
      const listed = [...rows].map(([subject, row]) => ({ id: timeOrderedId(at), subject, ...row }));
      if (listed.length === 0) return Promise.resolve([]);
      return change(
        `INSERT INTO cleanup_task (id, kind, subject, payload, state, attempts, next_at, last_problem, created_at,
           updated_at, seen_at, host, virtual_cluster, gateway, reason, grace_until, confirmed_at)
         SELECT "id", '${cleanupKind}', "subject", "payload", 'grace', 0, $3::timestamptz, NULL, $2::timestamptz,
           $2::timestamptz, $2::timestamptz, "host", "virtualCluster", "gateway", "reason", $3::timestamptz, NULL
         FROM jsonb_to_recordset($1::text::jsonb) AS c("id" uuid, "subject" text, "payload" jsonb, "host" text,
           "virtualCluster" text, "gateway" text, "reason" text)
         ON CONFLICT (kind, subject) DO UPDATE SET id = excluded.id, payload = excluded.payload,
           state = excluded.state, attempts = 0, next_at = excluded.next_at, last_problem = NULL,
           created_at = excluded.created_at, updated_at = excluded.updated_at, seen_at = excluded.seen_at,
           reason = excluded.reason, grace_until = excluded.grace_until, confirmed_at = NULL
         WHERE cleanup_task.state IN ('done', 'withdrawn')`,
        [JSON.stringify(listed), at.toISOString(), graceUntil.toISOString()],
      );
    },
    read,
    async pending() {
      const rows = await cleanupTask.findMany({
        where: { kind: cleanupKind, state: { in: [...pendingStates] } },
        orderBy: { id: "asc" },
      });
      return rows.map(toCleanup);
    },
    async hosts() {
      const rows = await cleanupTask.findMany({
        where: { kind: cleanupKind },
        select: { host: true, virtualCluster: true },
        distinct: ["host", "virtualCluster"],
      });
      return rows.flatMap(({ host, virtualCluster }) =>
        host !== null && virtualCluster !== null ? [{ host, virtualCluster }] : [],
      );
    },
    async around(at, spanInMs) {
      const [from, to] = [-spanInMs, spanInMs].map((span) => new Date(Date.parse(at) + span));
      const rows = await cleanupTask.findMany({
        where: {
          kind: cleanupKind,
          confirmedAt: null,
          state: { in: ["grace", "braked", "open", "done"] },
          seenAt: { gte: from as Date, lte: to as Date },
        },
      });
      return rows.map(toCleanup);
    },
    move,
    open: (id, at) => openAll({ id, at }),
    confirm: (ids, at) =>
      change(
        `UPDATE cleanup_task SET confirmed_at = $3::timestamptz, updated_at = $3::timestamptz, last_problem = NULL,
           attempts = 0, next_at = greatest(grace_until, $3::timestamptz),
           state = CASE WHEN grace_until > $3::timestamptz THEN 'grace' ELSE 'open' END
         WHERE kind = '${cleanupKind}' AND id = ANY($1::uuid[]) AND state = ANY($2::text[])`,
        [ids, pendingStates, at.toISOString()],
      ),
  };
}

function toCleanup(row: CleanupTask): CleanupRow {
  return {
    id: row.id,
    subject: row.subject,
    host: row.host ?? "",
    virtualCluster: row.virtualCluster,
    gateway: row.gateway,
    payload: row.payload,
    reason: row.reason ?? "",
    state: row.state as CleanupState,
    attempts: row.attempts,
    nextAt: row.nextAt?.toISOString() ?? null,
    lastProblem: row.lastProblem,
    seenAt: (row.seenAt ?? row.createdAt).toISOString(),
    graceUntil: (row.graceUntil ?? row.createdAt).toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
