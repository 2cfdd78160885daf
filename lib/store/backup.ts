import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { Session } from "./database";
import { texts } from "./texts";

/**
 * A backup is a line of JSON that says what it is, and then the compressed rows of all tables, encrypted if there is
 * a passphrase. PostgreSQL itself makes JSON of each row and rows of the JSON, so nothing is lost on the way between
 * the two backends. The queue isn't part of it: Lamia fills it again from the tables and the cluster.
 */
const header = z.object({
  format: z.literal("lamia-backup"),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  encryption: z.object({ salt: z.string(), nonce: z.string() }).nullable(),
});

export interface Backup {
  createdAt: string;
  /** The migrations that its tables have. */
  migrations: string[];
  /** JSON of each row, by table. */
  rows: Map<string, string[]>;
}

/** Hosts, reports, and numbers. Whatever another table holds is for nobody else to read. */
const publicTables: ReadonlySet<string> = new Set([
  ...["walk", "step_report", "event", "notification", "certificate", "cleanup_task"],
  ...["acme_order", "acme_pause", "setting", "audit_entry", "audit_chain"],
]);

const history = "_prisma_migrations";

/** The tables of the panel, without those of the queue and of the migrations. */
export async function tablesOf(session: Pick<Session, "query">): Promise<string[]> {
  const found = await session.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> $1 ORDER BY 1`,
    [history],
  );
  return found.map(({ name }) => name);
}

/** Reads everything at one moment. */
export async function readBackup(session: Session, now: Date): Promise<Backup> {
  await session.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const [found] = await session.query<{ table: string | null }>("SELECT to_regclass($1)::text AS table", [
      history,
    ]);
    if (!found?.table) throw new Failure("rejected", texts.nothingToBackUp, { remedy: texts.startOnce });
    const applied = await session.query<{ migration_name: string }>(
      `SELECT migration_name FROM ${history}
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    const rows: Backup["rows"] = new Map();
    for (const table of await tablesOf(session)) {
      const found = await session.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM "${table}" t`);
      rows.set(
        table,
        found.map(({ row }) => row),
      );
    }
    return { createdAt: now.toISOString(), migrations: applied.map((each) => each.migration_name), rows };
  } finally {
    await session.script("ROLLBACK");
  }
}

function requirePublic(rows: Backup["rows"]): void {
  const secretTables = [...rows].filter(([table, held]) => held.length > 0 && !publicTables.has(table));
  if (secretTables.length > 0)
    throw new Failure("rejected", texts.backupHoldsSecrets, { remedy: texts.giveBackupPassphrase });
}

/** Throws `rejected` if it holds anything private and there is no passphrase. */
export function encodeBackup({ createdAt, migrations, rows }: Backup, passphrase: string | null): Buffer {
  if (passphrase === null) requirePublic(rows);
  const lines = [JSON.stringify({ migrations, tables: [...rows.keys()] })];
  for (const [table, held] of rows) for (const row of held) lines.push(`${table}\t${row}`);
  const content = gzipSync(lines.join("\n"));
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const encryption = { salt: salt.toString("base64"), nonce: nonce.toString("base64") };
  const about = { format: "lamia-backup", version: 1, createdAt };
  if (passphrase === null) {
    const first = JSON.stringify({ ...about, encryption: null });
    return Buffer.concat([Buffer.from(`${first}\n`), content]);
  }
  const first = JSON.stringify({ ...about, encryption });
  const cipher = createCipheriv("aes-256-gcm", keyOf(passphrase, salt), nonce);
  cipher.setAAD(Buffer.from(first));
  return Buffer.concat([
    Buffer.from(`${first}\n`),
    cipher.update(content),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/**
 * Throws `rejected` if it is no backup, damaged, or the passphrase is wrong. With a passphrase, it must be encrypted, and without
 * one, it may hold nothing private: otherwise anybody who can write where backups are could make themselves an admin.
 */
export function decodeBackup(file: Buffer, passphrase: string | null): Backup {
  const end = file.indexOf("\n");
  const first = file.subarray(0, end).toString();
  const parsed = header.safeParse(parsedJson(first));
  if (!parsed.success) throw new Failure("rejected", texts.noBackup, { remedy: texts.chooseBackup });
  const content = contentOf(parsed.data, first, file.subarray(end + 1), passphrase);
  try {
    const [about = "", ...lines] = gunzipSync(content).toString().split("\n");
    const { migrations, tables } = JSON.parse(about) as { migrations: string[]; tables: string[] };
    const rows = new Map<string, string[]>(tables.map((table) => [table, []]));
    for (const line of lines) {
      const at = line.indexOf("\t");
      const held = rows.get(line.slice(0, at));
      if (!held) throw new Error("a row of no table");
      held.push(line.slice(at + 1));
    }
    if (passphrase === null) requirePublic(rows);
    return { createdAt: parsed.data.createdAt, migrations, rows };
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure("rejected", texts.backupDamaged, { remedy: texts.chooseBackup });
  }
}

function contentOf(
  { encryption }: z.infer<typeof header>,
  first: string,
  content: Buffer,
  passphrase: string | null,
): Buffer {
  if (encryption === null && passphrase !== null)
    throw new Failure("rejected", texts.backupNotEncrypted, { remedy: texts.backupNotEncryptedRemedy });
  if (encryption === null) return content;
  if (passphrase === null)
    throw new Failure("rejected", texts.backupEncrypted, { remedy: texts.giveBackupPassphrase });
  try {
    const key = keyOf(passphrase, Buffer.from(encryption.salt, "base64"));
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(encryption.nonce, "base64"));
    decipher.setAAD(Buffer.from(first));
    decipher.setAuthTag(content.subarray(-16));
    return Buffer.concat([decipher.update(content.subarray(0, -16)), decipher.final()]);
  } catch {
    throw new Failure("rejected", texts.backupNotOpened, { remedy: texts.rightPassphrase });
  }
}

/** RFC 7914; a guess takes 128 MiB of memory. */
function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize("NFC"), salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
