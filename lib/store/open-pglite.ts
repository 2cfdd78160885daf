import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { Failure } from "@/lib/gateway/failure";
import type { Database, Session } from "./database";
import { explained, explainedPrisma } from "./database-failure";
import { lockFolder } from "./folder-lock";
import { PrismaClient } from "./generated/client";

/**
 * Opens the embedded database in `<home>/database`, creating what is missing. One process at a time.
 * Throws `refused` when another process has it, `rejected` when the folder cannot be read as a database.
 */
export async function openPglite(home: string): Promise<Database> {
  const folder = join(home, "database");
  const unlock = lock(home);
  const pglite = await start(folder).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const session: Session = {
    query: async <Row>(sql: string, values: unknown[] = []) =>
      (await explained(() => pglite.query<Row>(sql, values))).rows,
    script: async (sql) => {
      await pglite.exec(sql);
    },
  };
  const prisma = explainedPrisma(new PrismaClient({ adapter: new PrismaPGlite(pglite) }));
  return {
    kind: "pglite",
    prisma,
    connection: { kind: "pglite", pglite },
    query: session.query,
    session: (work) => work(session),
    // The folder's lock holds back every other process already.
    exclusively: (_lock, work) => work(session),
    listen: (channel, onPayload) => pglite.listen(channel, onPayload),
    async close() {
      try {
        await prisma.$disconnect();
        await pglite.close();
      } finally {
        unlock();
      }
    },
  };
}

function lock(home: string): () => void {
  try {
    mkdirSync(home, { recursive: true });
    return lockFolder(join(home, "database.lock"));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("unconfigured", `The folder ${home} cannot be written to.`, {
      remedy: "Let LAMIA_HOME name a folder that this process may write to.",
      cause: error,
    });
  }
}

/** What it reads again and again fits many times over; the usual 128 MB are filled in time and never given back. */
const settings = ["shared_buffers = 16MB"];

async function start(folder: string): Promise<PGlite> {
  // A process killed while it makes the database leaves half of one, in which nothing can be yet.
  const unfinished = `${folder}.unfinished`;
  if (existsSync(unfinished)) rmSync(folder, { recursive: true, force: true });
  const existed = existsSync(folder);
  try {
    if (!existed) writeFileSync(unfinished, "");
    const pglite = await PGlite.create({ dataDir: folder, postgresqlconf: settings });
    // Prisma's adapters write and read times without their offset, so the session must be in UTC.
    await pglite.exec("SET TIME ZONE 'UTC'");
    rmSync(unfinished, { force: true });
    return pglite;
  } catch (error) {
    throw new Failure(
      "rejected",
      `The database in ${folder} cannot be opened${existed ? "; it is damaged" : ""}.`,
      {
        remedy: `Stop Lamia, delete ${folder} and start again: all of it is read back from the cluster.`,
        cause: error,
      },
    );
  }
}
