import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "@/lib/gateway/failure";
import { decodeBackup, encodeBackup, readBackup } from "@/lib/store/backup";
import { openDatabase } from "@/lib/store/open-store";
import { restoreBackup } from "@/lib/store/restore";
import type { Environment } from "../environment";
import { texts } from "./texts";

const migrations = join(process.cwd(), "prisma", "migrations");

/** `lamia backup FILE [--passphrase-file FILE]`: a new file that only its owner may read, or none. */
export async function backUp(words: string[], environment: Environment): Promise<void> {
  const { file, passphrase } = argumentsOf(words);
  const database = await openDatabase(storeOf(environment));
  try {
    const backup = await database.session((session) => readBackup(session, new Date()));
    const unfinished = `${file}.${randomBytes(4).toString("hex")}.unfinished`;
    writeFileSync(unfinished, encodeBackup(backup, passphrase), { mode: 0o600, flag: "wx", flush: true });
    renameSync(unfinished, file);
    console.log(texts.backedUp({ rows: [...backup.rows.values()].flat().length, file }));
  } finally {
    await database.close();
  }
}

/** `lamia restore FILE [--passphrase-file FILE] [--replace]` */
export async function restore(words: string[], environment: Environment): Promise<void> {
  const { file, passphrase, replace } = argumentsOf(words);
  const backup = decodeBackup(read(file), passphrase);
  const database = await openDatabase(storeOf(environment));
  try {
    const rows = await restoreBackup(database, backup, { migrations, replace });
    console.log(texts.restored({ rows, at: backup.createdAt }));
  } finally {
    await database.close();
  }
}

function storeOf({ LAMIA_HOME: home, DATABASE_URL: url }: Environment) {
  return { home, databaseUrl: url?.reveal() };
}

function argumentsOf(words: string[]) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { "passphrase-file": { type: "string" }, replace: { type: "boolean", default: false } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Failure("rejected", texts.usage);
  const named = values["passphrase-file"];
  return { file, replace: values.replace, passphrase: named === undefined ? null : passphraseIn(named) };
}

function passphraseIn(file: string): string {
  const passphrase = read(file).toString().trim();
  if (passphrase.length >= 16) return passphrase;
  throw new Failure("rejected", texts.shortPassphrase({ file }), { remedy: texts.makePassphrase });
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Failure("rejected", texts.notReadable({ file }), { cause });
  }
}
