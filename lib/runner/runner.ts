import type { ReadOptions } from "@/lib/gateway/dns/ports";
import type { Clock } from "@/lib/gateway/world";
import type { TaskRow } from "@/lib/store/durable-tasks";
import type { Store } from "@/lib/store/open-store";
import { laneOf } from "./lane";
import { openQueue, type RunnerLog } from "./queue";
import { slotsFor } from "./slots";
import { type DoTask, doTaskOnce } from "./task";

export interface RunnerOptions {
  store: Store;
  clock: Clock;
  log: RunnerLog;
  /**
   * Somebody asked for a fresh visit: called in every process before the visit, because any of them may make it.
   */
  onFreshWake?: (host: string) => void;
  /** Hosts attended at the same time, including those that wait; 256 by default. */
  attendAtMost?: number;
  /** Visits that work at the same time; 32 by default. See `whileWaiting`. */
  walkAtMost?: number;
}

/** What a process does that takes part in the work. */
export interface Work {
  /**
   * Walks every Secured Host of that DNS name; one call for each host at a time, across all processes. For a host
   * that no Gateway names any more, returns `nextVisitAt: null`. Once the signal is aborted, its result is ignored.
   */
  walkHost: (host: string, signal: AbortSignal) => Promise<{ nextVisitAt: Date | null }>;
  /** The hosts that the cluster names now; they are visited at start and attended from then on. */
  allHosts: () => readonly string[] | Promise<readonly string[]>;
  doTask: DoTask;
}

/**
 * Accepts visits and tasks as soon as it is open. The work may queue more of itself, so it is passed afterwards, to
 * `start`. A process that never calls `start` leaves the work to others.
 */
export interface Runner {
  start(work: Work): Promise<void>;
  /**
   * Visits the hosts immediately. While a host is being visited, any number of wakes causes one more visit. `fresh`
   * tells all processes that this visit must not use caches.
   */
  wake(hosts: string | readonly string[], options?: ReadOptions): Promise<void>;
  /** The host was deleted, or its settings changed: interrupts its visit, and visits once more. */
  forget(host: string): Promise<void>;
  /** Ensures that each of these hosts has a visit coming. */
  ensureVisits(hosts: readonly string[]): Promise<void>;
  /** Adds a durable task, or reopens the one of that kind and subject, and starts it. */
  addTask(task: { kind: string; subject: string; payload: unknown }): Promise<TaskRow>;
  /** Queues tasks from the database, each for its time. */
  queueTasks(tasks: readonly { id: string; nextAt: string | null }[]): Promise<void>;
  /** Runs tasks now; one that is running runs once more. */
  retryTasks(ids: readonly string[]): Promise<void>;
  /** How many hosts are attended, are being worked on, and wait for a slot in this process. */
  load(): { attending: number; walking: number; waiting: number };
  /** Ends within two seconds; others, or the next start, resume what was in progress. */
  stop(): Promise<void>;
}

/** Names of the queues, as used in the database. */
const lanes = { visits: "visit", tasks: "cleanup", chores: "chore" } as const;
/** Tasks that work at the same time: like visits, they give back their slot while their DNS writes are batched. */
const taskAtMost = 16;
const dayInMs = 86_400_000;
const reconcileEveryInMs = 10 * 60_000;

/** Opens the queue in the store's database. Throws if the database can't be used. */
export async function openRunner({
  store,
  clock,
  log,
  onFreshWake,
  attendAtMost = 256,
  walkAtMost = 32,
}: RunnerOptions): Promise<Runner> {
  const queue = await openQueue(store, log);
  const now = () => clock.now().getTime();
  const slots = slotsFor(walkAtMost);
  const base = { queue, now, log };
  const visits = laneOf({ ...base, name: lanes.visits, slots, attendAtMost });
  const tasks = laneOf({ ...base, name: lanes.tasks, slots: slotsFor(taskAtMost), attendAtMost });
  const chores = laneOf({ ...base, name: lanes.chores, slots: slotsFor(1), attendAtMost: 2 });
  const wakes = await followWakes(store, (name, key, fresh) => {
    if (name === lanes.visits && key !== null && fresh) onFreshWake?.(key);
    if (name === null || name === lanes.visits) visits.queuedElsewhere(key);
    if (name === null || name === lanes.tasks) tasks.queuedElsewhere(key);
  });
  for (const name of Object.values(lanes)) await queue.prepare(name);
  const wakeTasks = async (ids: readonly string[]): Promise<void> => {
    await tasks.wake(ids);
    await wakes.publish(lanes.tasks, ids);
  };
  /** A task whose job was lost, because the database was away at that moment, would never run. */
  const ensureTasks = async (): Promise<void> => {
    const open = await store.tasks.open();
    await tasks.ensure(open.map((task) => dueAt(task, now())));
  };
  let stopped: Promise<void> | null = null;

  return {
    async start(work) {
      await visits.start(async (host, signal) => (await work.walkHost(host, signal)).nextVisitAt);
      await tasks.start((id, signal) =>
        doTaskOnce(store.tasks, work.doTask, { id, signal, now: () => clock.now(), log }),
      );
      await chores.start(async (chore) => {
        if (chore === "retention") {
          await store.removeOld(clock.now());
          return new Date(now() + dayInMs);
        }
        await visits.ensure(dueNow(await work.allHosts(), now()));
        await ensureTasks();
        return new Date(now() + reconcileEveryInMs);
      });
      await visits.wake(await work.allHosts());
      await ensureTasks();
      await chores.ensure([
        { key: "retention", at: new Date(now() + 60_000) },
        { key: "reconcile", at: new Date(now() + reconcileEveryInMs) },
      ]);
    },
    async wake(hosts, { fresh = false } = {}) {
      const keys = typeof hosts === "string" ? [hosts] : hosts;
      if (fresh) {
        for (const key of keys) onFreshWake?.(key);
        // Before the visits are queued: a process that finds one on its own must already know.
        await wakes.publish(lanes.visits, keys, true);
      }
      await visits.wake(keys);
      await wakes.publish(lanes.visits, keys);
    },
    async forget(host) {
      await visits.restart(host);
      await wakes.publish(lanes.visits, [host]);
    },
    ensureVisits: (hosts) => visits.ensure(dueNow(hosts, now())),
    async addTask(task) {
      const row = await store.tasks.add(task, clock.now());
      await wakeTasks([row.id]);
      return row;
    },
    async queueTasks(rows) {
      await tasks.ensure(rows.map((task) => dueAt(task, now())));
    },
    retryTasks: wakeTasks,
    load: () => ({ attending: visits.attending, walking: slots.taken, waiting: slots.waiting }),
    stop() {
      stopped ??= (async () => {
        await wakes.close();
        await Promise.all([visits, tasks, chores].map((lane) => lane.stop()));
        await queue.close();
      })();
      return stopped;
    },
  };
}

function dueAt(
  { id, nextAt }: { id: string; nextAt: string | null },
  now: number,
): { key: string; at: Date } {
  return { key: id, at: new Date(nextAt ?? now) };
}

function dueNow(keys: readonly string[], now: number): { key: string; at: Date }[] {
  return keys.map((key) => ({ key, at: new Date(now) }));
}

/** Tells the other processes on the same PostgreSQL which keys were queued, so that they don't have to poll. */
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
