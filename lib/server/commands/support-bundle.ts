import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { connectCluster } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { missingPermissions } from "@/lib/kubernetes/permissions";
import type { Database } from "@/lib/store/database";
import { openDatabase } from "@/lib/store/open-store";
import { version } from "@/package.json";
import type { Environment } from "../environment";
import { redacted } from "../log";
import { texts } from "./texts";

/**
 * `lamia support-bundle FILE [--log FILE]`: what helps somebody who helps, as JSON that can be read before it is sent. It
 * works when little else does: what can't be read is in it as the reason. Never the value of a setting that is text, an
 * object of the cluster, or anything about users.
 */
export async function supportBundle(words: string[], environment: Environment): Promise<void> {
  const { file, log } = argumentsOf(words);
  const bundle = {
    format: "lamia-support-bundle",
    createdAt: new Date().toISOString(),
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    settings: settingsOf(environment),
    database: await orReason(() => withDatabase(environment, databaseOf)),
    cluster: await orReason(() => clusterOf(environment)),
    log: log === undefined ? null : await orReason(async () => endOf(log)),
  };
  const text = redacted(JSON.stringify(bundle, null, 2));
  try {
    writeFileSync(file, `${text}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new Failure("rejected", texts.notWritable({ file }), { cause });
  }
  console.log(texts.bundled({ file }));
}

function argumentsOf(words: string[]) {
  const options = { log: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Failure("rejected", texts.usage);
  return { file, log: values.log };
}

async function orReason<Section>(gather: () => Promise<Section>): Promise<Section | { missing: string }> {
  try {
    return await gather();
  } catch (thrown) {
    return { missing: asFailure(thrown).message };
  }
}

/** Texts that are one of a few words. */
const choices: ReadonlySet<string> = new Set([
  "LAMIA_ISTIO_INSTALL",
  "LAMIA_POD_SECURITY",
  "LAMIA_RUNNER",
  "LAMIA_LOG_LEVEL",
]);

/** The value of numbers, flags, and choices; of all else, that it is set. */
function settingsOf(environment: Environment): Record<string, unknown> {
  const entries = Object.entries(environment).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const isHarmless = typeof value === "number" || typeof value === "boolean" || choices.has(name);
      return [name, isHarmless ? value : "(set)"];
    }),
  );
}

async function withDatabase<T>(environment: Environment, work: (it: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({
    home: environment.LAMIA_HOME,
    databaseUrl: environment.DATABASE_URL?.reveal(),
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const most = 200;

async function databaseOf(database: Database) {
  const ask = (sql: string) => orReason(() => database.query(sql));
  return {
    kind: database.kind,
    version: await ask("SELECT version()"),
    migrations: await ask("SELECT migration_name, finished_at FROM _prisma_migrations ORDER BY 1"),
    tables: await ask("SELECT relname, n_live_tup, n_dead_tup FROM pg_stat_user_tables ORDER BY 1"),
    walks: await ask("SELECT state, count(*)::int FROM walk GROUP BY 1"),
    unfinishedSteps: await ask(
      `SELECT key, step, state, note, remedy, since, attempts, retry_at FROM step_report
       WHERE state <> 'done' ORDER BY since LIMIT ${most}`,
    ),
    cleanups: await ask("SELECT state, count(*)::int FROM cleanup_task GROUP BY 1"),
    jobs: await ask("SELECT name, state, count(*)::int, min(start_after) FROM pgboss.job GROUP BY 1, 2"),
    orders: await ask("SELECT kind, state, count(*)::int FROM acme_order GROUP BY 1, 2"),
    pauses: await ask("SELECT names, until FROM acme_pause"),
    events: await ask(
      `SELECT at, level, type, virtual_cluster, gateway, host, message, remedy FROM event
       WHERE type NOT LIKE 'sign-in%' ORDER BY id DESC LIMIT ${most}`,
    ),
  };
}

async function clusterOf(environment: Environment) {
  const client = connectCluster({ kubeconfigFile: environment.KUBECONFIG });
  try {
    const call = { verb: "get", resource: kinds.Namespace, name: environment.LAMIA_NAMESPACE } as const;
    return {
      hasNamespace: await orReason(async () => (await client.find(call)) !== null),
      missingPermissions: await orReason(() => missingPermissions(client, environment.LAMIA_SECRETS)),
    };
  } finally {
    await client.close();
  }
}

const mostOfLog = 4 * 1024 * 1024;

/** Its last lines. */
function endOf(file: string): string[] {
  const descriptor = opened(file);
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, mostOfLog));
    readSync(descriptor, end, 0, end.length, size - end.length);
    return end.toString().split("\n").map(redacted);
  } finally {
    closeSync(descriptor);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (cause) {
    throw new Failure("rejected", texts.notReadable({ file }), { cause });
  }
}
