import { changesChannel } from "./changes";
import type { Database } from "./database";
import type { CleanupTask } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readCursor } from "./page";
import { timeOrderedId } from "./time-ordered-id";

/** open: not tried yet, or to be tried again. done: removed; kept for a while so that it can be seen. */
export type CleanupState = "open" | "done";

export interface CleanupTaskRow {
  /** A UUID that sorts by time of creation. */
  id: string;
  kind: string;
  /** What it is about; one open task for each kind and subject. */
  subject: string;
  /** Plain JSON, never a secret: it may name one that the cluster holds. */
  payload: unknown;
  state: CleanupState;
  attempts: number;
  nextAt: string | null;
  /** In our words; null when the last attempt went well or there was none. */
  lastProblem: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface CleanupQuery extends PageQuery {
  state?: CleanupState | undefined;
}

export interface CleanupTasks {
  /** Adds a task, or opens the one of the same kind and subject again with this payload. */
  add(task: { kind: string; subject: string; payload: unknown }, at: Date): Promise<CleanupTaskRow>;
  read(id: string): Promise<CleanupTaskRow | null>;
  /** The one of that kind and subject, open or done. */
  find(kind: string, subject: string): Promise<CleanupTaskRow | null>;
  /** Newest first. `q` looks at subject and problem. */
  list(query?: CleanupQuery): Promise<Page<CleanupTaskRow>>;
  /** All that are open, e.g. to queue them at start. */
  open(): Promise<CleanupTaskRow[]>;
  done(id: string, at: Date): Promise<void>;
  /** It did not work: counts the attempt and says when the next one is. */
  postpone(id: string, nextAt: Date, problem: string, at: Date): Promise<void>;
  /** The subject is wanted again: what is open for it must not be done any more. */
  cancel(kind: string, subject: string): Promise<void>;
}

export function cleanupTasksOf(database: Database): CleanupTasks {
  const { cleanupTask } = database.prisma;
  const tell = (id: string) =>
    database.query("SELECT pg_notify($1, $2)", [changesChannel, JSON.stringify({ kind: "cleanup", id })]);
  return {
    async add({ kind, subject, payload }, at) {
      const fresh = {
        payload: payload as object,
        state: "open",
        attempts: 0,
        nextAt: null,
        lastProblem: null,
      };
      const row = await cleanupTask.upsert({
        where: { kind_subject: { kind, subject } },
        create: { id: timeOrderedId(at), kind, subject, ...fresh, createdAt: at, updatedAt: at },
        update: { ...fresh, updatedAt: at },
      });
      await tell(row.id);
      return toRow(row);
    },
    async read(id) {
      const row = await cleanupTask.findUnique({ where: { id } });
      return row === null ? null : toRow(row);
    },
    async find(kind, subject) {
      const row = await cleanupTask.findUnique({ where: { kind_subject: { kind, subject } } });
      return row === null ? null : toRow(row);
    },
    async list(query = {}) {
      const limit = limitOf(query);
      const [before] = readCursor(query, 1) ?? [];
      const contains = { contains: query.q ?? "", mode: "insensitive" as const };
      const rows = await cleanupTask.findMany({
        where: {
          ...(query.state === undefined ? {} : { state: query.state }),
          ...(before === undefined ? {} : { id: { lt: before } }),
          ...(query.q ? { OR: [{ subject: contains }, { lastProblem: contains }] } : {}),
        },
        orderBy: { id: "desc" },
        take: limit + 1,
      });
      return cutPage(rows.map(toRow), limit, (row) => [row.id]);
    },
    async open() {
      return (await cleanupTask.findMany({ where: { state: "open" }, orderBy: { id: "asc" } })).map(toRow);
    },
    async done(id, at) {
      await cleanupTask.updateMany({
        where: { id },
        data: { state: "done", attempts: { increment: 1 }, nextAt: null, lastProblem: null, updatedAt: at },
      });
      await tell(id);
    },
    async postpone(id, nextAt, lastProblem, at) {
      await cleanupTask.updateMany({
        where: { id },
        data: { attempts: { increment: 1 }, nextAt, lastProblem, updatedAt: at },
      });
      await tell(id);
    },
    async cancel(kind, subject) {
      await cleanupTask.deleteMany({ where: { kind, subject, state: "open" } });
    },
  };
}

function toRow(row: CleanupTask): CleanupTaskRow {
  return {
    ...row,
    state: row.state as CleanupState,
    nextAt: row.nextAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
