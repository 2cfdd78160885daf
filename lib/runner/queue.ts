import { fromPglite, PgBoss } from "pg-boss";
import type { Store } from "@/lib/store/open-store";

/** Fields of the runner's log lines. None of them has a name whose value the log leaves out. */
interface Fields {
  err?: unknown;
  /** What a visit is about: `namespace/gateway:port=host`; or the subject of a task. */
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
 * The durable part of the runner: pg-boss in the store's own database. The queue policy `stately` with a singleton
 * key is exactly what visits need: at most one active job for each key and at most one queued behind it, however
 * often it is asked for.
 */
export interface Queue {
  /** Creates a lane's queue if necessary, and resumes what a dead process left active. */
  prepare(name: string): Promise<void>;
  /** Queues the keys for now; moves up a job that is queued for later. */
  hurry(name: string, keys: readonly string[]): Promise<void>;
  /** Queues a key for a time, unless it is queued already. */
  schedule(name: string, visits: readonly { key: string; at: Date }[]): Promise<void>;
  /** Queues the keys that are neither queued nor claimed: the end of a visit queues the next one. */
  ensure(name: string, visits: readonly { key: string; at: Date }[]): Promise<void>;
  /** Takes up to `limit` due jobs. */
  claim(name: string, limit: number): Promise<Claim[]>;
  /** Removes claimed jobs; ignores those that were taken away in the meantime. */
  remove(name: string, claims: readonly Claim[]): Promise<void>;
  /** Confirms that the claims are still held. Returns those that aren't any more. */
  touch(name: string, claims: readonly Claim[]): Promise<Claim[]>;
  /** Null if claims need no sign of life, because no other process can take them. */
  readonly touchEveryInMs: number | null;
  close(): Promise<void>;
}

export interface Claim {
  id: string;
  key: string;
  /** Identifies the attempt, so that a lost claim settles nothing. */
  retryCount: number;
}

/** Without a sign of life for this long, a worker counts as dead (pg-boss allows no less than 10). */
const heartbeatSeconds = 15;
const schema = "pgboss";

/**
 * In one statement, as pg-boss has none for many jobs: after a start, all hosts are visited. Skips what another process claims or moves
 * up at the same time.
 */
const moveUp = `
  UPDATE ${schema}.job SET start_after = least(start_after, now()) WHERE id IN (
    SELECT id FROM ${schema}.job
    WHERE name = $1 AND singleton_key = ANY($2::text[]) AND state < 'active'
    FOR UPDATE SKIP LOCKED
  ) RETURNING singleton_key AS key`;

export async function openQueue(store: Store, log: RunnerLog): Promise<Queue> {
  const { connection, query } = store.database;
  const isShared = connection.kind === "postgresql";
  const boss = new PgBoss({
    ...(connection.kind === "pglite"
      ? { backend: "pglite" as const, db: fromPglite(connection.pglite) }
      : { connectionString: connection.url, max: 4, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 }),
    schema,
    schedule: false,
    // No job waits for another.
    flowIntervalSeconds: 3_600,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // The driver attaches its whole client to its errors; the log gets only the message.
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

  const schedule: Queue["schedule"] = async (name, visits) => {
    const jobs = visits.map(({ key, at }) => ({ singletonKey: key, startAfter: at.toISOString() }));
    if (jobs.length > 0) await boss.insert(name, jobs);
  };

  return {
    touchEveryInMs: isShared ? 5_000 : null,
    async prepare(name) {
      await boss.createQueue(name, {
        policy: "stately",
        // A visit is never given up: only a visit ends a job, and a dead worker is no reason to.
        retryLimit: 1_000_000,
        expireInSeconds: 6 * 3600,
        ...(isShared ? { heartbeatSeconds } : {}),
      });
      // Nobody else uses the embedded database, so whatever is active was active when the process died.
      if (!isShared) await releaseAbandoned(name);
    },
    async hurry(name, keys) {
      // First what is queued, in whatever state: a job beside one that a dead process has left would make a second visit.
      const moved = new Set((await query<{ key: string }>(moveUp, [name, keys])).map(({ key }) => key));
      const jobs = keys
        .filter((key) => !moved.has(key))
        .map((key) => ({ id: crypto.randomUUID(), singletonKey: key }));
      if (jobs.length === 0) return;
      const added = new Set(await boss.insert(name, jobs, { returnId: true }));
      // Queued in the meantime, maybe for later.
      const others = jobs.filter(({ id }) => !added.has(id)).map(({ singletonKey }) => singletonKey);
      if (others.length > 0) await query(moveUp, [name, others]);
    },
    schedule,
    async ensure(name, visits) {
      const rows = await query<{ key: string }>(
        `SELECT singleton_key AS key FROM ${schema}.job
         WHERE name = $1 AND singleton_key = ANY($2::text[]) AND state <= 'active'`,
        [name, visits.map(({ key }) => key)],
      );
      const known = new Set(rows.map(({ key }) => key));
      await schedule(
        name,
        visits.filter(({ key }) => !known.has(key)),
      );
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
      // The result's type is empty, but it holds the affected IDs.
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
