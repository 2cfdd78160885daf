import { fromPglite, PgBoss } from "pg-boss";
import type { Store } from "@/lib/store/open-store";

/** What the runner says of itself. None of these names is one whose value the log leaves out. */
interface Fields {
  err?: unknown;
  /** What a visit is to: `namespace/gateway:port=host`; or what a task is about. */
  subject?: string;
  task?: string;
  kind?: string;
  lane?: string;
  delayInSeconds?: number;
  reason?: string;
  warning?: unknown;
}

type Write = (fields: Fields, message: string) => void;

/** The part of a logger that the runner uses. As properties, so that the compiler compares their fields. */
export interface RunnerLog {
  error: Write;
  warn: Write;
  debug: Write;
}

/**
 * The durable part of the runner: pg-boss in the store's own database. A queue is of the policy `stately`
 * with a singleton key, which is exactly what visits need: at most one active job a key, and at most one
 * queued behind it, however often it is asked for.
 */
export interface Queue {
  /** Creates a lane's queue if need be, and takes up what a dead process left active. */
  prepare(name: string): Promise<void>;
  /** Queues the keys for now; a job that is queued for later is brought forward. */
  hurry(name: string, keys: readonly string[]): Promise<void>;
  /** Queues a key for a time unless it is queued already, whatever for. */
  schedule(name: string, visits: readonly { key: string; at: Date }[]): Promise<void>;
  /** Takes up to `limit` jobs that are due. */
  claim(name: string, limit: number): Promise<Claim[]>;
  /** Removes claimed jobs; those that were taken away meanwhile are left alone. */
  remove(name: string, claims: readonly Claim[]): Promise<void>;
  /** Says that the claims are still held. @returns those that are not any more. */
  touch(name: string, claims: readonly Claim[]): Promise<Claim[]>;
  /** Null when claims need no sign of life, because no other process can take them. */
  readonly touchEveryInMs: number | null;
  close(): Promise<void>;
}

export interface Claim {
  id: string;
  key: string;
  /** Names the attempt, so that a claim that was lost settles nothing. */
  retryCount: number;
}

/** Without a sign of life for so long, a worker counts as dead (pg-boss allows no less than 10). */
const heartbeatSeconds = 15;
const schema = "pgboss";

export async function openQueue(store: Store, log: RunnerLog): Promise<Queue> {
  const { connection, query } = store.database;
  const isShared = connection.kind === "postgresql";
  const boss = new PgBoss({
    ...(connection.kind === "pglite"
      ? { backend: "pglite" as const, db: fromPglite(connection.pglite) }
      : { connectionString: connection.url, max: 4, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 }),
    schema,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // The driver hangs its whole client on its errors; the log wants the message alone.
  // Connections that are being closed may still report that the server went away.
  let isClosing = false;
  boss.on("error", ({ message }) => {
    if (!isClosing) log.error({ reason: message }, "The queue reported an error");
  });
  boss.on("warning", (warning) => log.warn({ warning }, "The queue reported a warning"));
  await boss.start({ attempts: 3 });

  const releaseAbandoned = async (name: string): Promise<void> => {
    const rows = await query<{ id: string }>(
      `SELECT id FROM ${schema}.job WHERE name = $1 AND state = 'active'`,
      [name],
    );
    if (rows.length > 0)
      await boss.fail(
        name,
        rows.map(({ id }) => id),
      );
  };

  return {
    touchEveryInMs: isShared ? 5_000 : null,
    async prepare(name) {
      await boss.createQueue(name, {
        policy: "stately",
        // A visit is never given up: what ends a job is its visit, and a dead worker is no reason.
        retryLimit: 1_000_000,
        expireInSeconds: 6 * 3600,
        ...(isShared ? { heartbeatSeconds } : {}),
      });
      // Nobody else has the embedded database, so whatever is active was so when the process died.
      if (!isShared) await releaseAbandoned(name);
    },
    async hurry(name, keys) {
      const jobs = keys.map((key) => ({ id: crypto.randomUUID(), singletonKey: key }));
      const added = new Set(await boss.insert(name, jobs, { returnId: true }));
      const queued = jobs.filter(({ id }) => !added.has(id));
      // One that meanwhile became active is not found, and need not be: its visit starts after this call did.
      for (const { singletonKey } of queued)
        await boss.update(name, undefined, { singletonKey, startAfter: 0 });
    },
    async schedule(name, visits) {
      const jobs = visits.map(({ key, at }) => ({ singletonKey: key, startAfter: at.toISOString() }));
      if (jobs.length > 0) await boss.insert(name, jobs);
    },
    async claim(name, limit) {
      const jobs = await boss.fetch(name, { batchSize: limit, includeMetadata: true });
      return jobs.map(({ id, singletonKey, retryCount }) => ({ id, key: singletonKey ?? "", retryCount }));
    },
    async remove(name, claims) {
      if (claims.length > 0) await boss.deleteJob(name, claims.map(attempt));
    },
    async touch(name, claims) {
      if (claims.length === 0) return [];
      // The answer's type is empty, but it holds the ids that were touched.
      const { settled } = (await boss.touch(name, claims.map(attempt))) as { settled?: string[] };
      const held = new Set(settled ?? claims.map(({ id }) => id));
      return claims.filter(({ id }) => !held.has(id));
    },
    close() {
      isClosing = true;
      return boss.stop({ graceful: false });
    },
  };
}

function attempt({ id, retryCount }: Claim) {
  return { id, retryCount };
}
