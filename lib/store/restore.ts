import { Failure } from "@/lib/gateway/failure";
import { migrate, migrationNames } from "./backends/migrate";
import { type Backup, tablesOf } from "./backup";
import type { Database, Session } from "./database";
import { texts } from "./texts";

export interface RestoreOptions {
  /** The folder of the migrations. */
  migrations: string;
  /** Removes what the database holds; otherwise it must be empty. */
  replace: boolean;
}

/**
 * What may have ended since the backup was made, and must not begin again: a session that somebody signed out of, and a link
 * or a recovery code that was used.
 */
const endedTables: ReadonlySet<string> = new Set([
  ...["auth_session", "auth_verification", "sign_in_step"],
  ...["one_time_link", "recovery_code"],
]);

/**
 * Creates the tables as they were when the backup was made, fills them, and then applies the migrations since. Sessions, links, and
 * recovery codes aren't restored: everybody signs in again. Throws `rejected` before it changes anything if the database holds something, a panel uses it, or the backup is newer than
 * this program.
 * @returns the number of rows
 */
export async function restoreBackup(
  database: Database,
  backup: Backup,
  { migrations, replace }: RestoreOptions,
): Promise<number> {
  const known = await migrationNames(migrations);
  const newer = backup.migrations.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new Failure("rejected", texts.backupNewer({ names: newer.join(", ") }), {
      remedy: texts.restoreWithNewer,
    });
  await database.session(async (session) => {
    await requireAlone(database, session);
    const held = await rowsIn(session);
    if (held > 0 && !replace)
      throw new Failure("rejected", texts.notEmpty({ rows: held }), { remedy: texts.replaceOrEmpty });
    await dropAll(session);
  });
  await migrate(database, migrations, backup.migrations);
  let rows = 0;
  await database.session(async (session) => {
    await session.script("BEGIN");
    try {
      const known = await tablesOf(session);
      const tables = [...backup.rows.keys()].filter((table) => !endedTables.has(table));
      if (!tables.every((table) => known.includes(table))) throw new Error("a table that isn't known");
      for (const table of await inOrder(session, tables))
        rows += await fill(session, table, backup.rows.get(table) ?? []);
      await session.script("COMMIT");
    } catch (cause) {
      await session.script("ROLLBACK");
      throw new Failure("rejected", texts.notRestored, { remedy: texts.restoreAgain, cause });
    }
  });
  await migrate(database, migrations);
  return rows;
}

/** The embedded database has a lock of its own. */
async function requireAlone({ kind }: Database, session: Session): Promise<void> {
  if (kind === "pglite") return;
  const others = await session.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lamia listen'",
  );
  if (others.length > 0)
    throw new Failure("refused", texts.databaseInUse({ processes: others.length }), {
      remedy: texts.stopFirst,
    });
}

async function rowsIn(session: Session): Promise<number> {
  let sum = 0;
  for (const table of await tablesOf(session)) {
    const [counted] = await session.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM "${table}"`);
    sum += counted?.rows ?? 0;
  }
  return sum;
}

/** With the queue, whose jobs are about what was there before. */
async function dropAll(session: Session): Promise<void> {
  const tables = [...(await tablesOf(session)), "_prisma_migrations"];
  await session.script(tables.map((table) => `DROP TABLE IF EXISTS "${table}" CASCADE;`).join("\n"));
  await session.script("DROP SCHEMA IF EXISTS pgboss CASCADE");
}

/** A table comes after those that it refers to. */
async function inOrder(session: Session, tables: readonly string[]): Promise<string[]> {
  const references = await session.query<{ from: string; to: string }>(
    `SELECT c.relname AS "from", f.relname AS "to" FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid WHERE k.contype = 'f'`,
  );
  const ordered: string[] = [];
  const visit = (table: string, path: readonly string[]): void => {
    if (ordered.includes(table) || path.includes(table)) return;
    for (const { from, to } of references) if (from === table) visit(to, [...path, table]);
    if (tables.includes(table)) ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered;
}

const rowsAtOnce = 500;

async function fill(session: Session, table: string, rows: readonly string[]): Promise<number> {
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await session.query(
      `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::text::jsonb)`,
      [`[${rows.slice(at, at + rowsAtOnce).join(",")}]`],
    );
  // New rows get numbers after those that there are.
  const serial = await session.query<{ column: string; sequence: string }>(
    `SELECT column_name AS column, pg_get_serial_sequence($1, column_name) AS sequence
     FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $2`,
    [`"${table}"`, table],
  );
  for (const { column, sequence } of serial)
    if (sequence !== null)
      await session.query(
        `SELECT setval($1::text::regclass, GREATEST((SELECT max("${column}") FROM "${table}"), 1), (SELECT max("${column}") IS NOT NULL FROM "${table}"))`,
        [sequence],
      );
  return rows.length;
}
