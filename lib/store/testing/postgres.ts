import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A PostgreSQL server on its own loopback port; `stop` removes it with all its data. */
export interface TestPostgres {
  /** @returns the URL of a new, empty database. */
  newDatabase(): Promise<string>;
  /** Stops the server and so all connections; its data stays. */
  halt(): Promise<void>;
  /** Starts the server again at the same address. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const folders = "/usr/lib/postgresql";

/** The folder with `initdb` and `postgres`; null when PostgreSQL isn't installed. */
export function findPostgres(): string | null {
  const versions = existsSync(folders) ? readdirSync(folders).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [...versions.map((version) => join(folders, version, "bin")), ...pathFolders()];
  return (
    candidates.find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres"))) ?? null
  );
}

function pathFolders(): string[] {
  return (process.env.PATH ?? "").split(":").filter((folder) => folder !== "");
}

export async function startPostgres(): Promise<TestPostgres> {
  const bin = findPostgres();
  if (bin === null) throw new Error("PostgreSQL is not installed here (no initdb and postgres found)");
  const user = unprivilegedUser();
  const data = mkdtempSync(join(tmpdir(), "lamia-postgres-"));
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid ?? user.uid);
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "lamia", "-A", "trust", "--no-sync", "-E", "UTF8"], {
    ...user,
    cwd: data,
    stdio: "pipe",
  });
  const port = await freePort();
  // Not UTC, to expose code that relies on the server's time zone.
  const settings = ["fsync=off", "synchronous_commit=off", "timezone=Asia/Kolkata", "max_connections=200"];
  const url = (database: string) => `postgresql://lamia@127.0.0.1:${port}/${database}`;
  const launch = async (): Promise<ChildProcess> => {
    const launched = spawn(
      join(bin, "postgres"),
      [
        "-D",
        data,
        "-p",
        String(port),
        "-h",
        "127.0.0.1",
        "-k",
        data,
        ...settings.flatMap((each) => ["-c", each]),
      ],
      { ...user, cwd: data, stdio: "ignore" },
    );
    await untilReady(url("postgres"), launched);
    return launched;
  };
  let server = await launch();
  const halt = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    // SIGINT is the server's fast shutdown: it ends the sessions itself.
    if (server.exitCode === null) {
      server.kill("SIGINT");
      await ended;
    }
  };
  let databases = 0;
  return {
    async newDatabase() {
      const name = `test${++databases}`;
      await ask(url("postgres"), `CREATE DATABASE ${name}`);
      return url(name);
    },
    halt,
    async resume() {
      server = await launch();
    },
    async stop() {
      await halt();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const user = ["postgres", "nobody"].find((name) => spawnSync("id", [name]).status === 0);
  if (user === undefined)
    throw new Error("PostgreSQL does not run as root, and there is no user to run it as");
  const number = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask(url, "SELECT 1");
      return;
    } catch (error) {
      if (server.exitCode !== null || tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
