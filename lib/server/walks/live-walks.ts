import type { Report } from "@/lib/gateway/walk/report";
import type { GatewayName, SecuredHostKey } from "@/lib/model/secured-hosts";
import type { Store } from "@/lib/store/open-store";
import type { WalkWrite } from "@/lib/store/rows";

export interface LiveWalk {
  /** Up to the current step. */
  reports: readonly Report[];
  /** As of the last completed visit: events are reported relative to these. */
  settled: readonly Report[];
  nextVisitAt: string | null;
}

/** What is known about every walk, up to the current step; the database follows at the end of each visit. */
export interface LiveWalks {
  get(key: SecuredHostKey): LiveWalk | undefined;
  set(key: SecuredHostKey, walk: LiveWalk): void;
  remove(key: SecuredHostKey): void;
  /** The walks of one host of one Gateway, on any port. */
  keysOf(gateway: GatewayName, host: string): SecuredHostKey[];
  onChange(listener: (key: SecuredHostKey) => void): () => void;
}

/**
 * Starts with what the database has. If other processes walk (workers on PostgreSQL), their reports arrive as they
 * are written.
 */
export async function followWalks(store: Store, report: (thrown: unknown) => void): Promise<LiveWalks> {
  const listeners = new Set<(key: SecuredHostKey) => void>();
  const walks = new Map<SecuredHostKey, LiveWalk>();
  const byGateway = new Map<string, Set<SecuredHostKey>>();
  const set = (key: SecuredHostKey, walk: LiveWalk) => {
    walks.set(key, walk);
    const gateway = gatewayIn(key);
    const keys = byGateway.get(gateway) ?? new Set();
    byGateway.set(gateway, keys.add(key));
    for (const listener of listeners) listener(key);
  };
  const remove = (key: SecuredHostKey) => {
    if (!walks.delete(key)) return;
    const keys = byGateway.get(gatewayIn(key));
    keys?.delete(key);
    if (keys?.size === 0) byGateway.delete(gatewayIn(key));
    for (const listener of listeners) listener(key);
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
  // Only this process uses the embedded database: what it writes is already known here.
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
      [...(byGateway.get(`${namespace}/${name}`) ?? [])].filter((key) => key.endsWith(`=${host}`)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `namespace/gateway` of a walk's key. */
function gatewayIn(key: SecuredHostKey): string {
  return key.slice(0, key.indexOf(":"));
}

function newest(reports: readonly Report[]): string {
  return (
    reports
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? ""
  );
}

/** Writes what visits leave behind. */
interface WalkSaver {
  /** Immediately, with anything of that walk that still has to be written. */
  save(write: WalkWrite): Promise<void>;
  /** In a moment, together with others: for visits that follow soon, because their walk is in memory. */
  saveBehind(write: WalkWrite): void;
  /** Writes everything that still has to be written. */
  flush(): Promise<void>;
}

interface Parts {
  save: Store["walks"]["save"];
  addEvents: Store["events"]["add"];
  /** False once no Gateway asks for the walk any more: it must not come back, but its events are still reported. */
  isWanted(key: string): boolean;
  report(thrown: unknown): void;
  pauseInMs?: number;
}

export function walkSaver({ save, addEvents, isWanted, report, pauseInMs = 250 }: Parts): WalkSaver {
  const behind = new Map<string, WalkWrite>();
  let timer: NodeJS.Timeout | undefined;

  /** The latest write counts; all events are kept. */
  function withEarlier(write: WalkWrite): WalkWrite {
    const earlier = behind.get(write.walk.key);
    behind.delete(write.walk.key);
    if (!earlier) return write;
    return { ...earlier, ...write, events: [...(earlier.events ?? []), ...(write.events ?? [])] };
  }

  /** A failed write is repeated with the walk's next write, because nothing else reports its events. */
  async function saveOrKeep(write: WalkWrite): Promise<void> {
    try {
      await save(write);
    } catch (thrown) {
      const later = behind.get(write.walk.key);
      behind.set(write.walk.key, write);
      if (later) behind.set(write.walk.key, withEarlier(later));
      throw thrown;
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const writes = [...behind.values()];
    behind.clear();
    await Promise.all(
      writes.map((write) =>
        (isWanted(write.walk.key) ? saveOrKeep(write) : addEvents(write.events ?? [])).catch(report),
      ),
    );
  }

  return {
    save: (write) => saveOrKeep(withEarlier(write)),
    saveBehind(write) {
      behind.set(write.walk.key, withEarlier(write));
      timer ??= setTimeout(() => void flush(), pauseInMs);
    },
    flush,
  };
}
