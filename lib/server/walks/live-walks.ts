import type { Report } from "@/lib/gateway/walk/report";
import type { GatewayName, SecuredHostKey } from "@/lib/model/secured-hosts";
import type { Store } from "@/lib/store/open-store";

export interface LiveWalk {
  /** Up to the step under way. */
  reports: readonly Report[];
  /** As the last visit that came to its end left them: what happens is told from here on. */
  settled: readonly Report[];
  nextVisitAt: string | null;
}

/** What is known of every walk, up to the step under way; the database follows at the end of each visit. */
export interface LiveWalks {
  get(key: SecuredHostKey): LiveWalk | undefined;
  set(key: SecuredHostKey, walk: LiveWalk): void;
  remove(key: SecuredHostKey): void;
  /** Those of one host of one Gateway, on whatever ports. */
  keysOf(gateway: GatewayName, host: string): SecuredHostKey[];
  onChange(listener: (key: SecuredHostKey) => void): () => void;
}

/**
 * Starts from what the database has. Where other processes walk (workers on PostgreSQL), their reports come in as
 * they are written.
 */
export async function followWalks(store: Store, report: (thrown: unknown) => void): Promise<LiveWalks> {
  const listeners = new Set<(key: SecuredHostKey) => void>();
  const walks = new Map<SecuredHostKey, LiveWalk>();
  const set = (key: SecuredHostKey, walk: LiveWalk) => {
    walks.set(key, walk);
    for (const listener of listeners) listener(key);
  };
  const remove = (key: SecuredHostKey) => {
    if (walks.delete(key)) for (const listener of listeners) listener(key);
  };
  const readAll = async () => {
    const keys = await store.walks.keys();
    const reports = await store.walks.reports(keys);
    for (const key of keys) {
      const settled = reports.get(key) ?? [];
      if (!walks.has(key)) set(key, { reports: settled, settled, nextVisitAt: null });
    }
  };
  const read = async (key: SecuredHostKey) => {
    const found = await store.walks.read(key);
    const known = walks.get(key);
    // Another process has cleaned up after it.
    if (!found) remove(key);
    if (!found || newest(found.reports) <= newest(known?.reports ?? [])) return;
    set(key, { reports: found.reports, settled: found.reports, nextVisitAt: found.walk.nextVisitAt });
  };
  await readAll();
  // The embedded database has this one process only: what it writes is known here already.
  if (store.kind !== "pglite") {
    store.onChange((change) => {
      if (change.kind === "walk") read(change.key).catch(report);
      else if (change.kind === "unknown") readAll().catch(report);
    });
  }
  return {
    get: (key) => walks.get(key),
    set,
    remove,
    keysOf: ({ namespace, name }, host) =>
      [...walks.keys()].filter((key) => key.startsWith(`${namespace}/${name}:`) && key.endsWith(`=${host}`)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function newest(reports: readonly Report[]): string {
  return (
    reports
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? ""
  );
}
