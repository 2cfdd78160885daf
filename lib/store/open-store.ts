import { join } from "node:path";
import { migrate } from "./backends/migrate";
import { openPglite } from "./backends/open-pglite";
import { openPostgres } from "./backends/open-postgres";
import { type Cleanups, cleanupsOf } from "./cleanups";
import { type Changes, type Database, followChanges } from "./database";
import { type DurableTasks, durableTasksOf } from "./durable-tasks";
import { type Events, eventsOf } from "./events";
import { type Notifications, notificationsOf } from "./notifications";
import { type Certificates, certificatesOf, type Walks, walksOf } from "./walks";

export interface StoreOptions {
  /** The folder for all state; the embedded database is `database` in it. */
  home: string;
  /** Set: PostgreSQL instead of the embedded database. */
  databaseUrl?: string | undefined;
  /** Where the migrations are; prisma/migrations in the working directory by default. */
  migrations?: string | undefined;
}

export interface Store {
  readonly kind: Database["kind"];
  readonly walks: Walks;
  readonly events: Events;
  readonly notifications: Notifications;
  readonly certificates: Certificates;
  /** Durable work of the runner, of every kind. */
  readonly tasks: DurableTasks;
  /** Those of them that remove what was made for a host. */
  readonly cleanups: Cleanups;
  readonly settings: Settings;
  /** Follows what any process writes. */
  readonly onChange: Changes["onChange"];
  /** For the job queue, which has tables of its own in the same database. */
  readonly database: Pick<Database, "connection" | "query" | "listen">;
  /** The daily removal of what is too old; resolves to the number of rows. */
  removeOld(now: Date): Promise<number>;
  /** Throws a `Failure` when the database does not answer, or has no room to write. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database, creates it if need be and brings it up to date; any number of processes may start at
 * once on PostgreSQL. Throws a `Failure` that says what to do.
 */
export async function openStore({ home, databaseUrl, migrations }: StoreOptions): Promise<Store> {
  const database = databaseUrl ? await openPostgres(databaseUrl) : await openPglite(home);
  try {
    await migrate(database, migrations ?? join(process.cwd(), "prisma", "migrations"));
    return await storeOf(database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function storeOf(database: Database): Promise<Store> {
  const changes = await followChanges(database);
  // The first query loads Prisma's query compiler (150 ms); better now than before the first page.
  await database.prisma.walk.findFirst({ select: { key: true } });
  return {
    kind: database.kind,
    walks: walksOf(database),
    events: eventsOf(database),
    notifications: notificationsOf(database),
    certificates: certificatesOf(database),
    tasks: durableTasksOf(database),
    cleanups: cleanupsOf(database),
    settings: settingsOf(database),
    onChange: changes.onChange,
    database,
    removeOld: (now) => removeOld(database, now),
    async ping() {
      await database.ready();
      await database.query("SELECT 1");
    },
    async close() {
      await changes.close();
      await database.close();
    },
  };
}

interface RetentionLimits {
  days: number;
  rows: number;
}

const retentionLimits: RetentionLimits = { days: 90, rows: 50_000 };

/**
 * Removes events and notifications that are too old or too many, and cleanup tasks done that long ago.
 * @returns how many rows are gone.
 */
export async function removeOld(
  database: Database,
  now: Date,
  { days, rows }: RetentionLimits = retentionLimits,
): Promise<number> {
  const oldest = new Date(now.getTime() - days * 86_400_000);
  const { prisma } = database;
  let removed = (
    await prisma.cleanupTask.deleteMany({
      where: { state: { in: ["done", "withdrawn", "refused"] }, updatedAt: { lt: oldest } },
    })
  ).count;
  for (const table of ["event", "notification"]) {
    const gone = await database.query(
      `DELETE FROM ${table} WHERE at < $1::timestamptz
         OR id <= (SELECT id FROM ${table} ORDER BY id DESC OFFSET $2::int LIMIT 1) RETURNING 1`,
      [oldest.toISOString(), rows],
    );
    removed += gone.length;
  }
  return removed;
}

export interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown, at: Date): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Plain JSON by name; never a secret. `read` gives undefined for what is not set. */
export function settingsOf(database: Database): Settings {
  const { setting } = database.prisma;
  return {
    async read(name) {
      return (await setting.findUnique({ where: { name } }))?.value;
    },
    async write(name, value, at) {
      // Prisma's Json input wants a type of its own; `null` inside an object is fine, undefined is dropped.
      const json = JSON.parse(JSON.stringify({ value })).value as object;
      await setting.upsert({
        where: { name },
        create: { name, value: json, updatedAt: at },
        update: { value: json, updatedAt: at },
      });
    },
    async remove(name) {
      await setting.deleteMany({ where: { name } });
    },
  };
}
