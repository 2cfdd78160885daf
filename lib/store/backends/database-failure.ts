import { Failure } from "@/lib/gateway/failure";
import type { PrismaClient } from "@/lib/store/generated/client";
import { texts } from "../texts";

/**
 * No connection, or a broken one. https://nodejs.org/api/errors.html#nodejs-error-codes and the driver's own codes.
 */
const lost =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Can't reach database|server has closed the connection|ConnectionClosed|DatabaseNotReachable|SocketTimeout|PGlite (is|has been) closed|PGlite failed/i;

/**
 * SQLSTATE classes (https://www.postgresql.org/docs/current/errcodes-appendix.html): 08 connection, 53 insufficient
 * resources, 57P operator intervention, 58 system error.
 */
const away = /^(08...|53...|57P0[1-5]|58...)$/;
const isFull = /^53100$/;
/** The embedded database's message when its folder isn't writable. */
const unwritable =
  /ENOSPC|No space left|EFBIG|File too large|EROFS|EIO|Disk quota|could not (extend|write|fsync)/i;

/**
 * Turns the error of an unavailable or read-only database into a Failure that says so, and returns other errors
 * unchanged. The original text stays in the cause only: it may contain the data of the statement.
 */
export function databaseFailure(thrown: unknown): unknown {
  if (thrown instanceof Failure) return thrown;
  const messages = messagesOf(thrown);
  if (messages.some((text) => isFull.test(text) || unwritable.test(text)))
    return failure(texts.cannotWrite, thrown, {
      remedy: texts.freeSpace,
    });
  if (messages.some((text) => away.test(text) || lost.test(text))) return failure(texts.noAnswer, thrown);
  return thrown;
}

function failure(message: string, cause: unknown, { remedy }: { remedy?: string } = {}): Failure {
  return new Failure("unreachable", message, { source: "database", cause, ...(remedy ? { remedy } : {}) });
}

/** Codes and messages of an error and its causes: drivers and Prisma wrap each other's errors. */
function messagesOf(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== "object" || thrown === null || depth > 4) return [];
  const { code, originalCode, kind, message, cause, meta, errors } = thrown as Record<string, unknown>;
  const own = [code, originalCode, kind, message].filter((each) => typeof each === "string");
  const inner = [cause, meta, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError];
  const all = Array.isArray(errors) ? [...inner, ...errors] : inner;
  return [...own, ...all.flatMap((each) => messagesOf(each, depth + 1))];
}

/** Runs the work; if it fails because of the database, throws an error in Lamia's words. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw databaseFailure(thrown);
  }
}

/** The same client, but its operations fail in Lamia's words. */
export function explainedPrisma(client: PrismaClient): PrismaClient {
  const extended = client.$extends({
    query: { $allOperations: ({ args, query }) => explained(() => query(args)) },
  });
  // Only the errors of its operations differ.
  return extended as unknown as PrismaClient;
}
