import type { PGlite } from "@electric-sql/pglite";
import type { PrismaClient } from "./generated/client";

/** What has changed in the database, whichever process wrote it. Read the row for the rest. */
export type Change =
  | { kind: "walk"; key: string }
  | { kind: "event"; id: string }
  /** Null: many of them. */
  | { kind: "notification"; id: string | null }
  | { kind: "cleanup"; id: string }
  /** The connection was lost for a while: anything may have changed. */
  | { kind: "unknown" };

export const changesChannel = "lamia_changes";

export interface Changes {
  /** @returns the function that ends it. */
  onChange(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Hears all changes by LISTEN, on both backends, so that a page follows walks of other processes too. */
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

/** Runs SQL on one session; statements of one call to `Database.session` share it. */
export interface Session {
  /** One statement with `$1` parameters. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Any number of statements, without parameters. */
  script(sql: string): Promise<void>;
}

/** How the job queue reaches the same database. */
type QueueConnection = { kind: "pglite"; pglite: PGlite } | { kind: "postgresql"; url: string };

/** One of the two backends, opened. All else in this folder is written against this. */
export interface Database extends Pick<Session, "query"> {
  readonly kind: "pglite" | "postgresql";
  readonly prisma: PrismaClient;
  readonly connection: QueueConnection;
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Holds back every other process that asks for the same lock on this database, as long as `work` runs. */
  exclusively<T>(lock: number, work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Calls back for each NOTIFY on the channel. `onGap` is called when notifications may have been missed
   * because the connection was lost and is there again. Resolves to the function that ends it.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** Throws when it could not be written to, as far as that can be told without writing. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
