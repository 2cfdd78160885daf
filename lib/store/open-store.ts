import { join } from "node:path";
import { type AcmeOrders, acmeOrdersOf } from "./acme-orders";
import { type Audit, auditOf } from "./audit/audit";
import { migrate } from "./backends/migrate";
import { openPglite } from "./backends/open-pglite";
import { openPostgres } from "./backends/open-postgres";
import { type Cleanups, cleanupsOf } from "./cleanups";
import { type Changes, type Database, followChanges } from "./database";
import { type DurableTasks, durableTasksOf } from "./durable-tasks";
import { type Events, eventsOf } from "./events";
import { type Notifications, notificationsOf } from "./notifications";
import { type People, peopleOf } from "./people";
import { type Retention, removeOld, usualRetention } from "./retention";
import { type SignIns, signInsOf } from "./sign-ins";
import { type Certificates, certificatesOf, type Walks, walksOf } from "./walks";

export interface StoreOptions {
  /** The folder for all state, with the embedded database in `database`. */
  home: string;
  /** If set, uses PostgreSQL instead of the embedded database. */
  databaseUrl?: string | undefined;
  /** The folder of the migrations; default: prisma/migrations in the working directory. */
  migrations?: string | undefined;
  /** How long rows are kept; what isn't given is as usual. */
  retention?: Partial<Retention> | undefined;
}

export interface Store {
  readonly kind: Database["kind"];
  readonly walks: Walks;
  readonly events: Events;
  readonly notifications: Notifications;
  readonly certificates: Certificates;
  /** The runner's durable tasks of every kind. */
  readonly tasks: DurableTasks;
  /** The tasks that remove what was created for a host. */
  readonly cleanups: Cleanups;
  /** What was ordered from CAs, for their limits. */
  readonly acmeOrders: AcmeOrders;
  readonly people: People;
  readonly signIns: SignIns;
  /** Who did what, in a chain that shows changes. */
  readonly audit: Audit;
  readonly settings: Settings;
  /** Receives the changes of all processes. */
  readonly onChange: Changes["onChange"];
  /** For the job queue, which has its own tables in the same database. */
  readonly database: Pick<Database, "connection" | "query" | "listen">;
  /** The daily removal of old data; resolves to the number of rows. */
  removeOld(now: Date): Promise<number>;
  /** Throws a `Failure` when the database doesn't answer, or has no space to write. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** As it is, without migrating it. Throws a `Failure` that says what to do. */
export function openDatabase({
  home,
  databaseUrl,
}: Pick<StoreOptions, "home" | "databaseUrl">): Promise<Database> {
  return databaseUrl ? openPostgres(databaseUrl) : openPglite(home);
}

/**
 * Opens the database, creates it if necessary and migrates it. On PostgreSQL, any number of processes may start at
 * the same time. Throws a `Failure` that says what to do.
 */
export async function openStore({ home, databaseUrl, migrations, retention }: StoreOptions): Promise<Store> {
  const database = await openDatabase({ home, databaseUrl });
  try {
    await migrate(database, migrations ?? join(process.cwd(), "prisma", "migrations"));
    return await storeOf(database, { ...usualRetention, ...retention });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function storeOf(database: Database, retention: Retention): Promise<Store> {
  const audit = auditOf(database);
  const changes = await followChanges(database);
  // The first query loads Prisma's query compiler (150 ms); do that now rather than before the first page.
  await database.prisma.walk.findFirst({ select: { key: true } });
  return {
    kind: database.kind,
    walks: walksOf(database),
    events: eventsOf(database),
    notifications: notificationsOf(database),
    certificates: certificatesOf(database),
    tasks: durableTasksOf(database),
    cleanups: cleanupsOf(database),
    acmeOrders: acmeOrdersOf(database),
    people: peopleOf(database),
    signIns: signInsOf(database),
    audit,
    settings: settingsOf(database),
    onChange: changes.onChange,
    database,
    removeOld: (now) => removeOld(database, audit, now, retention),
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

export interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown, at: Date): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Plain JSON by name; never a secret. `read` returns undefined for an unset name. */
export function settingsOf(database: Database): Settings {
  const { setting } = database.prisma;
  return {
    async read(name) {
      return (await setting.findUnique({ where: { name } }))?.value;
    },
    async write(name, value, at) {
      // Prisma's Json input has its own type; `null` inside an object is fine, undefined is dropped.
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
