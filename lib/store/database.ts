import type { PGlite } from "@electric-sql/pglite";
import type { PrismaClient } from "./generated/client";

/** A change in the database by any process. Read the row for details. */
export type Change =
  | { kind: "walk"; key: string }
  | { kind: "event"; id: string }
  /** Null: many of them. */
  | { kind: "notification"; id: string | null }
  | { kind: "cleanup"; id: string }
  /** Of sessions, tokens or roles. */
  | { kind: "access" }
  /** Entries were added. */
  | { kind: "audit" }
  /** The connection was lost for a while; anything may have changed. */
  | { kind: "unknown" };

export const changesChannel = "lamia_changes";

export interface Changes {
  /** @returns the function that stops it. */
  onChange(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Receives all changes by LISTEN, on both backends, so that pages also follow walks of other processes. */
export async function followChanges(database: Database): Promise<Changes> {
  const listeners = new Set<(change: Change) => void>();
  const announce = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const end = await database.listen(
    changesChannel,
    (payload) => announce(JSON.parse(payload) as Change),
    () => announce({ kind: "unknown" }),
  );
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: end,
  };
}

/** Runs SQL in one session; the statements of one call to `Database.session` share it. */
export interface Session {
  /** One statement with `$1` parameters. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Any number of statements, without parameters. */
  script(sql: string): Promise<void>;
}

/** How the job queue connects to the same database. */
type QueueConnection = { kind: "pglite"; pglite: PGlite } | { kind: "postgresql"; url: string };

/** An open database of either backend. The rest of this folder depends only on this. */
export interface Database extends Pick<Session, "query"> {
  readonly kind: "pglite" | "postgresql";
  readonly prisma: PrismaClient;
  readonly connection: QueueConnection;
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Keeps out every other process that asks for the same lock on this database while `work` runs. */
  exclusively<T>(lock: number, work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Calls back for each NOTIFY on the channel. Calls `onGap` after a reconnect, because notifications may have been
   * lost. Resolves to the function that stops it.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** Throws when the database isn't writable, as far as that is known without writing. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
