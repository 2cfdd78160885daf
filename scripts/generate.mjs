// `node scripts/generate.mjs` generates the database client from prisma/schema.prisma, without a network;
// `--migration NAME` writes the SQL from the last migration to the current schema;
// `--check` fails when such SQL is missing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(root, "package.json"));
const schemaFile = join(root, "prisma", "schema.prisma");
const migrationsFolder = join(root, "prisma", "migrations");
const stampFile = join(root, "lib", "store", "generated", "made-from.txt");

/** Runs `prisma generate` when the schema or Prisma has changed since the last run. Throws when it fails. */
export function generateClient() {
  const version = require("prisma/package.json").version;
  const wanted = createHash("sha256")
    .update(`${version}\n${readFileSync(schemaFile, "utf8")}`)
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return false;
  const cli = join(dirname(require.resolve("prisma/package.json")), "build", "index.js");
  const run = spawnSync(process.execPath, [cli, "generate"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      // Generating doesn't need the schema engine, but Prisma downloads it unless a file of that name exists.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  if (run.status !== 0) {
    throw new Error(`prisma generate failed:\n${run.stdout ?? ""}${run.stderr ?? ""}${run.error ?? ""}`);
  }
  writeFileSync(stampFile, wanted);
  return true;
}

/** The schema engine as WebAssembly, with in-memory databases: no download, no process. */
async function openSchemaEngine() {
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const { PGlite } = await import("@electric-sql/pglite");
  const { PrismaPGlite } = await import("pglite-prisma-adapter");
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const code = await WebAssembly.compile(readFileSync(join(folder, "schema_engine_bg.wasm")));
  const instance = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const schema = readFileSync(schemaFile, "utf8");
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
  return bindings.SchemaEngine.new({ datamodels: [[schemaFile, schema]] }, () => {}, factory);
}

function readMigrations() {
  if (!existsSync(migrationsFolder)) return [];
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8") },
      },
    }));
}

/** The SQL from the last migration to the current schema; null when they are the same. */
async function missingSql() {
  const engine = await openSchemaEngine();
  const difference = await engine.diff({
    from: {
      tag: "migrations",
      baseDir: migrationsFolder,
      lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
      shadowDbInitScript: "",
      migrationDirectories: readMigrations(),
    },
    to: { tag: "schemaDatamodel", files: [{ path: schemaFile, content: readFileSync(schemaFile, "utf8") }] },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return difference.exitCode === 0 ? null : difference.stdout;
}

function writeMigration(name, sql) {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsFolder, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  return folder;
}

async function runMigrationCommand(name) {
  if (name !== null && !/^[a-z0-9_]+$/.test(name))
    throw new Error("a migration's name is made of a-z, 0-9 and _");
  const sql = await missingSql();
  if (sql === null) return console.log("The migrations lead to the schema.");
  if (name !== null) return console.log(`Wrote ${writeMigration(name, sql)}`);
  console.error(`prisma/schema.prisma has what no migration makes:\n${sql}`);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, name = ""] = process.argv.slice(2);
  if (command === "--migration") await runMigrationCommand(name);
  else if (command === "--check") await runMigrationCommand(null);
  else if (command === undefined) {
    console.log(generateClient() ? "Database client generated." : "Database client is up to date.");
  } else throw new Error(`unknown: ${command}; see the head of this file`);
}
