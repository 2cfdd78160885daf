import type { Database } from "./database";

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
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const end = await database.listen(
    changesChannel,
    (payload) => tell(JSON.parse(payload) as Change),
    () => tell({ kind: "unknown" }),
  );
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: end,
  };
}
