import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "@/lib/gateway/failure";
import type { Database, Session } from "@/lib/store/database";
import { texts } from "../texts";

/**
 * Applies the missing migrations of prisma/migrations, and records them in `_prisma_migrations`, where Prisma's own
 * tools look. It doesn't use Prisma's engine: so no engine is needed at run time, and each migration is one
 * transaction on both backends. A process killed in the middle leaves nothing behind.
 */

/** The lock that `prisma migrate` takes too. */
const migrationLock = 72_707_369;

const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
}

/** The names of all migrations, in order. */
export async function migrationNames(folder: string): Promise<string[]> {
  return (await readMigrations(folder)).map(({ name }) => name);
}

/**
 * @param folder contains a folder for each migration, with a `migration.sql`.
 * @param only applies no others than these.
 * @returns the names of the migrations applied now; none when the database is up to date.
 * Throws `rejected` when the database is newer than this program, or when a migration fails.
 */
export async function migrate(
  database: Database,
  folder: string,
  only?: readonly string[],
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return database.exclusively(migrationLock, async (session) => {
    await session.script(historyTable);
    const applied = new Set(await appliedNames(session));
    const known = new Set(migrations.map(({ name }) => name));
    const newer = [...applied].filter((name) => !known.has(name));
    if (newer.length > 0) throw isNewer(newer);
    const missing = migrations.filter(({ name }) => !applied.has(name) && (only?.includes(name) ?? true));
    for (const migration of missing) await apply(session, migration);
    return missing.map(({ name }) => name);
  });
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new Failure("unconfigured", texts.noMigrations({ folder }), {
      remedy: texts.startInFolder,
      cause,
    });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, sql: await readFile(join(folder, name, "migration.sql"), "utf8") })),
  );
}

async function appliedNames(session: Session): Promise<string[]> {
  const rows = await session.query<{ migration_name: string }>(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return rows.map((row) => row.migration_name);
}

async function apply(session: Session, { name, sql }: Migration): Promise<void> {
  const checksum = createHash("sha256").update(sql).digest("hex");
  try {
    await session.script("BEGIN");
    await session.script(sql);
    await session.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await session.script("COMMIT");
  } catch (cause) {
    await session.script("ROLLBACK").catch(() => {});
    throw new Failure("rejected", texts.migrationFailed({ name }), {
      remedy: texts.seeLog,
      cause,
    });
  }
}

function isNewer(names: string[]): Failure {
  return new Failure("rejected", texts.newerDatabase({ names: names.join(", ") }), {
    remedy: texts.startNewer,
  });
}
