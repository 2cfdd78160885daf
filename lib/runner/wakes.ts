import type { Store } from "@/lib/store/open-store";

/** Tells the other processes on one PostgreSQL which keys were queued, so that they need not poll. */
interface Wakes {
  publish(lane: string, keys: readonly string[], fresh?: boolean): Promise<void>;
  close(): Promise<void>;
}

const channel = "lamia_wakes";

interface WakeMessage {
  from: string;
  lane: string;
  key: string;
  fresh: boolean;
}

/**
 * @param onWake gets lane and key of what another process has queued; nulls after a lost connection, when
 * anything may have been. The embedded database has no other process, so there nothing is sent.
 */
export async function followWakes(
  store: Store,
  onWake: (lane: string | null, key: string | null, fresh: boolean) => void,
): Promise<Wakes> {
  if (store.kind === "pglite") return { publish: async () => {}, close: async () => {} };
  const me = crypto.randomUUID();
  const end = await store.database.listen(
    channel,
    (payload) => {
      const { from, lane, key, fresh } = JSON.parse(payload) as WakeMessage;
      if (from !== me) onWake(lane, key, fresh);
    },
    () => onWake(null, null, false),
  );
  return {
    async publish(lane, keys, fresh = false) {
      const payloads = keys.map((key) =>
        JSON.stringify({ from: me, lane, key, fresh } satisfies WakeMessage),
      );
      if (payloads.length === 0) return;
      await store.database.query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload", [
        channel,
        payloads,
      ]);
    },
    close: end,
  };
}
