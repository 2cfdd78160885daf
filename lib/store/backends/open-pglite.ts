import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { Failure } from "@/lib/gateway/failure";
import type { Database, Session } from "@/lib/store/database";
import { PrismaClient } from "@/lib/store/generated/client";
import { texts } from "../texts";
import { databaseFailure, explained, explainedPrisma } from "./database-failure";
import { lockFolder } from "./folder-lock";
import { keepVacuumed } from "./vacuum";

const mebibyte = 1024 * 1024;

/** The embedded database allocates its log in pieces of 16 MiB, and can't continue without the next one. */
const roomToWriteInMiB = 24;
/** A new database takes about 45 MiB. */
const roomToBeginInMiB = 80;

/** Throws when the folder's disk has less free space than that. A disk that doesn't report its space passes. */
async function requireRoom(folder: string, mebibytes: number): Promise<void> {
  const disk = await statfs(folder).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const free = Math.floor((disk.bavail * disk.bsize) / mebibyte);
  if (free >= mebibytes) return;
  throw new Failure("unreachable", texts.diskFull({ folder, free, needed: mebibytes }), {
    source: "database",
    remedy: texts.makeRoom,
  });
}

/**
 * Opens the embedded database in `<home>/database`, and creates what is missing. One process at a time.
 * Throws `refused` when another process has it open, `rejected` when the folder isn't a readable database,
 * `unreachable` when its disk is full.
 */
export async function openPglite(home: string, { vacuumEveryMs = 60_000 } = {}): Promise<Database> {
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
  let sessions = 0;
  const inSession = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    sessions += 1;
    try {
      return await work(session);
    } finally {
      sessions -= 1;
    }
  };
  const endVacuum = keepVacuumed(session, { everyMs: vacuumEveryMs, isBusy: () => sessions > 0 });
  const prisma = explainedPrisma(new PrismaClient({ adapter: new PrismaPGlite(pglite) }));
  return {
    kind: "pglite",
    prisma,
    connection: { kind: "pglite", pglite },
    query: session.query,
    session: inSession,
    // The folder's lock already keeps out every other process.
    exclusively: (_lock, work) => inSession(work),
    ready: () => requireRoom(home, roomToWriteInMiB),
    listen: (channel, onPayload) => pglite.listen(channel, onPayload),
    async close() {
      try {
        await endVacuum();
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
    const known = databaseFailure(error);
    if (known instanceof Failure) throw known;
    throw new Failure("unconfigured", texts.folderReadOnly({ folder: home }), {
      remedy: texts.setHome,
      cause: error,
    });
  }
}

/** Several times what it reads repeatedly; the default of 128 MB fills up over time and is never given back. */
const settings = ["shared_buffers = 16MB"];

async function start(folder: string): Promise<PGlite> {
  // A process killed while it creates the database leaves half of one, which can't contain data yet.
  const unfinished = `${folder}.unfinished`;
  if (existsSync(unfinished)) rmSync(folder, { recursive: true, force: true });
  // A new volume is an empty folder.
  const existed = existsSync(folder) && readdirSync(folder).length > 0;
  if (existed && !existsSync(join(folder, "PG_VERSION")))
    throw notOpened(folder, texts.incomplete({ folder }));
  await requireRoom(existed ? folder : dirname(folder), existed ? roomToWriteInMiB : roomToBeginInMiB);
  try {
    if (!existed) writeFileSync(unfinished, "");
    const pglite = await PGlite.create({ dataDir: folder, postgresqlconf: settings });
    // Prisma's adapters write and read times without their offset, so the session must be in UTC.
    await pglite.exec("SET TIME ZONE 'UTC'");
    rmSync(unfinished, { force: true });
    return pglite;
  } catch (error) {
    // The disk may have filled up meanwhile; that is not damage.
    await requireRoom(dirname(folder), roomToWriteInMiB);
    const known = databaseFailure(error);
    if (known instanceof Failure) throw known;
    throw notOpened(folder, existed ? texts.damaged({ folder }) : texts.notOpened({ folder }), error);
  }
}

function notOpened(folder: string, message: string, cause?: unknown): Failure {
  return new Failure("rejected", message, {
    remedy: texts.startAgain({ folder }),
    cause,
  });
}
