import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { Log } from "@/lib/server/log";
import type { Store } from "@/lib/store/open-store";

export interface Comparison {
  /** Compares soon, and retries until it succeeds. */
  request(): void;
  stop(): Promise<void>;
}

interface Parts {
  /** False if a part couldn't be read. */
  compare(): Promise<boolean>;
  cache: Pick<ClusterCache, "onState">;
  store: Pick<Store, "onChange">;
  log: Pick<Log, "warn">;
}

const everyInMs = 60 * 60_000;
/** After a comparison that saw only a part. */
const partAgainInMs = 5 * 60_000;
const retryDelaysInMs = [1_000, 2_000, 5_000, 10_000];
/** Several reasons arrive together: a cluster that comes back reports it kind by kind. */
const gatherInMs = 300;

/** Compares at start, when the cluster or the database comes back, every hour, and on request; one at a time. */
export function followComparison({ compare, cache, store, log }: Parts): Comparison {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let working: Promise<void> | null = null;
  let failures = 0;
  let isStopped = false;

  function due(inMs: number): void {
    const at = Date.now() + inMs;
    if (isStopped || at >= dueAt) return;
    dueAt = at;
    clearTimeout(timer);
    if (!working) timer = setTimeout(run, inMs).unref();
  }

  function run(): void {
    dueAt = Number.POSITIVE_INFINITY;
    working = compare()
      .then(
        (isWhole) => {
          failures = 0;
          return isWhole ? everyInMs : partAgainInMs;
        },
        (err: unknown) => {
          log.warn({ err }, "what is ours cannot be compared with what is wanted yet");
          const delay = retryDelaysInMs[Math.min(failures, retryDelaysInMs.length - 1)] ?? 0;
          failures += 1;
          return delay;
        },
      )
      .then((nextInMs) => {
        working = null;
        // A request from the meantime may be due earlier.
        const wanted = dueAt;
        dueAt = Number.POSITIVE_INFINITY;
        due(Math.min(nextInMs, Math.max(wanted - Date.now(), 0)));
      });
  }

  const endings = [
    cache.onState(({ state }) => {
      if (state === "connected") due(gatherInMs);
    }),
    store.onChange(({ kind }) => {
      if (kind === "unknown") due(gatherInMs);
    }),
  ];
  due(gatherInMs);
  return {
    request: () => due(gatherInMs),
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      for (const end of endings) end();
      await working;
    },
  };
}
