import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Failure } from "@/lib/gateway/failure";
import type { Database, Session } from "@/lib/store/database";
import { PrismaClient } from "@/lib/store/generated/client";
import { texts } from "../texts";
import { explained, explainedPrisma } from "./database-failure";

const firstRetryInMs = 250;
const lastRetryInMs = 10_000;
const aliveCheckInMs = 10_000;

/**
 * LISTEN on its own connection, which reconnects by itself. A query every ten seconds detects a connection that
 * died silently (a firewall dropped it). `onGap` is called after each reconnect, because notifications in between
 * are lost.
 */
async function listenPostgres(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let client: pg.Client | null = null;
  let retryInMs = firstRetryInMs;
  let retryTimer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: "lamia listen",
      keepAlive: true,
      query_timeout: aliveCheckInMs / 2,
    });
    next.on("error", () => lost(next));
    next.on("end", () => lost(next));
    next.on("notification", (message) => onPayload(message.payload ?? ""));
    client = next;
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    retryInMs = firstRetryInMs;
  };

  const lost = (broken: pg.Client): void => {
    if (client !== broken) return;
    client = null;
    broken.end().catch(() => {});
    if (closed) return;
    retryTimer = setTimeout(again, retryInMs);
    retryInMs = Math.min(retryInMs * 2, lastRetryInMs);
  };

  const again = (): void => {
    connect().then(onGap, () => {
      if (client !== null) lost(client);
    });
  };

  await connect();
  const aliveCheck = setInterval(() => {
    const asked = client;
    asked?.query("SELECT 1").catch(() => lost(asked));
  }, aliveCheckInMs);

  return async () => {
    closed = true;
    clearInterval(aliveCheck);
    clearTimeout(retryTimer);
    const last = client;
    client = null;
    await last?.end().catch(() => {});
  };
}

const connections = 10;
/** A server that disappears silently must not block requests and walks forever. */
const connectWithinMs = 5_000;
const answerWithinMs = 30_000;

/**
 * Opens a PostgreSQL database by its URL. Throws `unreachable` or `refused`, never with the URL's password.
 */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: "lamia",
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
    // Prisma's adapters write and read times without their offset, so the session must be in UTC. The pool
    // waits for the promise before it hands the connection out.
    onConnect: (client) => client.query("SET TIME ZONE 'UTC'"),
  });
  // The pool replaces a broken idle connection; without a listener, the event would end the process.
  pool.on("error", () => {});
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    throw cannotOpen(url, error);
  }
  const adapter = new PrismaPg(pool, { disposeExternalPool: false });
  const prisma = explainedPrisma(new PrismaClient({ adapter }));
  const session = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const client = await explained(() => pool.connect());
    try {
      const result = await work(sessionOf(client));
      client.release();
      return result;
    } catch (thrown) {
      // Session state must not reach the next user of the connection.
      client.release(true);
      throw thrown;
    }
  };
  return {
    kind: "postgresql",
    prisma,
    connection: { kind: "postgresql", url },
    query: sessionOf(pool).query,
    session,
    // Its disk isn't visible from here; it reports itself when it can't write.
    ready: async () => {},
    exclusively: (lock, work) =>
      session(async (own) => {
        await own.query("SELECT pg_advisory_lock($1)", [lock]);
        try {
          return await work(own);
        } finally {
          await own.query("SELECT pg_advisory_unlock($1)", [lock]);
        }
      }),
    listen: (channel, onPayload, onGap) => listenPostgres(url, channel, onPayload, onGap ?? (() => {})),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

function sessionOf(client: pg.Pool | pg.PoolClient): Session {
  return {
    query: async <Row>(sql: string, values: unknown[] = []) =>
      (await explained(() => client.query(sql, values))).rows as Row[],
    script: async (sql) => {
      await client.query(sql);
    },
  };
}

/** SQLSTATE class 28 is "invalid authorization", 3D000 an unknown database. */
function cannotOpen(url: string, cause: unknown): Failure {
  const code = String((cause as { code?: unknown }).code ?? "");
  const where = addressIn(url);
  if (code.startsWith("28"))
    return new Failure("refused", texts.refusedUser({ where }), {
      remedy: texts.correctUser,
      cause,
    });
  if (code === "3D000")
    return new Failure("unconfigured", texts.noDatabase({ where }), {
      remedy: texts.createDatabase,
      cause,
    });
  return new Failure("unreachable", texts.postgresSilent({ where }), {
    source: "database",
    remedy: texts.checkServer,
    cause,
  });
}

function addressIn(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || "5432"}${pathname}`;
  } catch {
    return texts.addressInUrl;
  }
}
