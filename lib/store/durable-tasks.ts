import { type CleanupState, movingStates } from "@/lib/gateway/cleanup/cleanup-protocol";
import { changesChannel, type Database } from "./database";
import { gather } from "./gather";
import type { CleanupTask } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readCursor, timeOrderedId } from "./page";

/**
 * open: not tried yet, or waiting for a retry. done: succeeded; kept for a while so that users can see it. refused:
 * failed, and retried only when a user asks for it. The other states belong to the cleanup of a host.
 */
type TaskState = CleanupState;

export interface TaskRow {
  /** A UUID that sorts by time of creation. */
  id: string;
  kind: string;
  /** What the task is about; there is one open task for each kind and subject. */
  subject: string;
  /** Plain JSON, never a secret; it may name a Secret in the cluster. */
  payload: unknown;
  state: TaskState;
  attempts: number;
  nextAt: string | null;
  /** In Lamia's words; null when the last attempt succeeded or there was none. */
  lastProblem: string | null;
  createdAt: string;
  updatedAt: string;
  /** When the reason for it was last seen. */
  seenAt: string;
  /** Only set in the cleanup of a host. */
  host: string | null;
  virtualCluster: string | null;
  gateway: string | null;
  reason: string | null;
  graceUntil: string | null;
  confirmedAt: string | null;
}

interface TaskQuery extends PageQuery {
  kind?: string | undefined;
  states?: readonly TaskState[] | undefined;
  /** Of these virtual clusters only; null for all. */
  within?: readonly string[] | null | undefined;
}

export interface DurableTasks {
  /** Adds a task, or reopens the one of the same kind and subject with this payload. */
  add(task: { kind: string; subject: string; payload: unknown }, at: Date): Promise<TaskRow>;
  read(id: string): Promise<TaskRow | null>;
  /** The task of that kind and subject, open or done. */
  find(kind: string, subject: string): Promise<TaskRow | null>;
  /** Newest first. `q` searches subject and problem. */
  list(query?: TaskQuery): Promise<Page<TaskRow>>;
  /** The total number of tasks in the list. */
  count(query?: TaskQuery): Promise<number>;
  /** All tasks due now or at `nextAt`, for example to queue them at start. */
  open(): Promise<TaskRow[]>;
  done(id: string, at: Date): Promise<void>;
  /** A failed attempt: counts it, and sets the next one. */
  postpone(id: string, nextAt: Date, problem: string, at: Date): Promise<void>;
  /** A failed attempt without a retry: counts it. */
  refuse(id: string, problem: string, at: Date): Promise<void>;
  /** Not due yet: counts no attempt. */
  wait(id: string, nextAt: Date, why: string | null): Promise<void>;
  /** The subject is wanted again, so its open task must not run. */
  cancel(kind: string, subject: string): Promise<void>;
}

export function durableTasksOf(database: Database): DurableTasks {
  const { cleanupTask } = database.prisma;
  // Dozens of tasks begin and end at the same time.
  const read = gather<string, TaskRow | null>(async (ids) => {
    const rows = await cleanupTask.findMany({ where: { id: { in: [...new Set(ids)] } } });
    const byId = new Map(rows.map((row) => [row.id, toRow(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  const done = gather<{ id: string; at: Date }, void>(async (ended) => {
    await database.query(
      `WITH ended AS (
         UPDATE cleanup_task SET state = 'done', attempts = attempts + 1, next_at = NULL, last_problem = NULL,
           updated_at = at
         FROM jsonb_to_recordset($1::text::jsonb) AS e("ended" uuid, "at" timestamptz) WHERE id = "ended"
         RETURNING id)
       SELECT pg_notify('${changesChannel}', json_build_object('kind', 'cleanup', 'id', id)::text) FROM ended`,
      [JSON.stringify(ended.map(({ id, at }) => ({ ended: id, at })))],
    );
    return ended.map(() => undefined);
  });
  const announce = (id: string) =>
    database.query("SELECT pg_notify($1, $2)", [changesChannel, JSON.stringify({ kind: "cleanup", id })]);
  return {
    async add({ kind, subject, payload }, at) {
      const fresh = {
        payload: payload as object,
        state: "open",
        attempts: 0,
        nextAt: null,
        lastProblem: null,
        seenAt: at,
      };
      const row = await cleanupTask.upsert({
        where: { kind_subject: { kind, subject } },
        create: { id: timeOrderedId(at), kind, subject, ...fresh, createdAt: at, updatedAt: at },
        update: { ...fresh, updatedAt: at },
      });
      await announce(row.id);
      return toRow(row);
    },
    read,
    async find(kind, subject) {
      const row = await cleanupTask.findUnique({ where: { kind_subject: { kind, subject } } });
      return row === null ? null : toRow(row);
    },
    async list(query = {}) {
      const limit = limitOf(query);
      const [before] = readCursor(query, 1) ?? [];
      const rows = await cleanupTask.findMany({
        where: { ...whereOf(query), ...(before === undefined ? {} : { id: { lt: before } }) },
        orderBy: { id: "desc" },
        take: limit + 1,
      });
      return cutPage(rows.map(toRow), limit, (row) => [row.id]);
    },
    count: (query = {}) => cleanupTask.count({ where: whereOf(query) }),
    async open() {
      const where = { state: { in: [...movingStates] } };
      return (await cleanupTask.findMany({ where, orderBy: { id: "asc" } })).map(toRow);
    },
    done: (id, at) => done({ id, at }),
    async postpone(id, nextAt, lastProblem, at) {
      await cleanupTask.updateMany({
        where: { id, state: { in: [...movingStates] } },
        data: { attempts: { increment: 1 }, nextAt, lastProblem, updatedAt: at },
      });
      await announce(id);
    },
    async refuse(id, lastProblem, at) {
      await cleanupTask.updateMany({
        where: { id, state: { in: [...movingStates] } },
        data: { state: "refused", attempts: { increment: 1 }, nextAt: null, lastProblem, updatedAt: at },
      });
      await announce(id);
    },
    async wait(id, nextAt, lastProblem) {
      const where = { id, state: { in: [...movingStates] } };
      await cleanupTask.updateMany({ where, data: { nextAt, lastProblem } });
      await announce(id);
    },
    async cancel(kind, subject) {
      await cleanupTask.deleteMany({ where: { kind, subject, state: "open" } });
    },
  };
}

function whereOf({ kind, states, within, q }: TaskQuery) {
  const contains = { contains: q ?? "", mode: "insensitive" as const };
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(within ? { virtualCluster: { in: [...within] } } : {}),
    ...(states === undefined ? {} : { state: { in: [...states] } }),
    ...(q ? { OR: [{ subject: contains }, { lastProblem: contains }] } : {}),
  };
}

function toRow({ id, kind, subject, payload, attempts, lastProblem, ...row }: CleanupTask): TaskRow {
  return {
    id,
    kind,
    subject,
    payload,
    attempts,
    lastProblem,
    state: row.state as TaskState,
    nextAt: row.nextAt?.toISOString() ?? null,
    seenAt: (row.seenAt ?? row.createdAt).toISOString(),
    host: row.host,
    virtualCluster: row.virtualCluster,
    gateway: row.gateway,
    reason: row.reason,
    graceUntil: row.graceUntil?.toISOString() ?? null,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
