import type { Clock, Look } from "@/lib/gateway/world";
import type { CleanupTaskRow } from "@/lib/store/cleanup-tasks";
import type { Store } from "@/lib/store/open-store";
import { type Lane, laneOf } from "./lane";
import type { RunnerLog } from "./log";
import { openQueue, type Queue } from "./queue";
import { seatsFor } from "./seats";
import { type DoTask, doTaskOnce } from "./task";
import { followWakes, type Wakes } from "./wakes";

export interface RunnerOptions {
  store: Store;
  clock: Clock;
  log: RunnerLog;
  /**
   * Walks every secured host of that DNS name; one call a host at a time, across all processes. A host that
   * no Gateway names any more answers `nextVisitAt: null`. Once the signal is aborted its answer counts for
   * nothing.
   */
  walkHost: (host: string, signal: AbortSignal) => Promise<{ nextVisitAt: Date | null }>;
  /** Somebody asked for a look at everything: called in every process before the visit, as any may make it. */
  onAskedAfresh?: (host: string) => void;
  /** The hosts that the cluster names now; they are visited at start, and looked after ever since. */
  allHosts: () => readonly string[] | Promise<readonly string[]>;
  doTask: DoTask;
  /** False: this process only asks for visits, others make them. */
  attends?: boolean;
  /** Hosts attended at once, those included that wait; 256 by default. */
  attendAtMost?: number;
  /** Visits at work at once; 16 by default. See `whileWaiting`. */
  walkAtMost?: number;
}

export interface Runner {
  /**
   * Visits the hosts at once. While a host is being visited, any number of wakes makes one more visit. `afresh`
   * lets all processes know that this visit is to remember nothing.
   */
  wake(hosts: string | readonly string[], look?: Look): Promise<void>;
  /**
   * The host was deleted, or what it asks for is another thing now: cuts its visit short, and visits once
   * more.
   */
  forget(host: string): Promise<void>;
  /** Sees to it that every host that the cluster names has a visit coming. */
  ensureVisits(): Promise<void>;
  /** Adds a durable task, or opens the one of that kind and subject again, and starts on it. */
  addTask(task: { kind: string; subject: string; payload: unknown }): Promise<CleanupTaskRow>;
  /** Queues tasks that stand in the database, each for its time. */
  queueTasks(tasks: readonly { id: string; nextAt: string | null }[]): Promise<void>;
  /** Looks at a task now. */
  retryTask(id: string): Promise<void>;
  /** How many hosts are attended, are at work, and wait for a seat in this process. */
  load(): { attending: number; walking: number; waiting: number };
  /** Ends within two seconds; what was under way is taken up by others, or at the next start. */
  stop(): Promise<void>;
}

/** Names of the queues; they stand in the database. */
const lanes = { visits: "visit", tasks: "cleanup", chores: "chore" } as const;
/** Tasks that are at work at once: like visits, they give their seat back while their DNS writes are gathered. */
const taskAtMost = 16;
const dayInMs = 86_400_000;
const reconcileEveryInMs = 10 * 60_000;

export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { store, clock, log, attends = true, attendAtMost = 256, walkAtMost = 16 } = options;
  const queue = await openQueue(store, log);
  const now = () => clock.now().getTime();
  const seats = seatsFor(walkAtMost);
  const base = { queue, now, log };

  const visits = laneOf({
    ...base,
    name: lanes.visits,
    seats,
    attendAtMost,
    visit: async (host, signal) => (await options.walkHost(host, signal)).nextVisitAt,
  });
  const tasks = laneOf({
    ...base,
    name: lanes.tasks,
    seats: seatsFor(taskAtMost),
    attendAtMost,
    visit: (id, signal) =>
      doTaskOnce(store.cleanupTasks, options.doTask, { id, signal, now: () => clock.now(), log }),
  });
  const chores = laneOf({
    ...base,
    name: lanes.chores,
    seats: seatsFor(1),
    attendAtMost: 2,
    visit: async (chore) => {
      if (chore === "retention") {
        await store.removeOld(clock.now());
        return new Date(now() + dayInMs);
      }
      await visits.ensure(dueNow(await options.allHosts(), now()));
      return new Date(now() + reconcileEveryInMs);
    },
  });
  const all: Lane[] = [visits, tasks, chores];
  const wakes = await followWakes(store, (name, key, afresh) => {
    if (name === lanes.visits && key !== null && afresh) options.onAskedAfresh?.(key);
    if (name === null || name === lanes.visits) visits.heard(key);
    if (name === null || name === lanes.tasks) tasks.heard(key);
  });
  await prepare(queue);
  if (attends) {
    await Promise.all(all.map((lane) => lane.start()));
    await startWork(options, { visits, tasks, chores });
  }
  const { onAskedAfresh, allHosts } = options;
  return runnerOf({ store, clock, onAskedAfresh, allHosts, queue, wakes, visits, tasks, all, seats });
}

async function prepare(queue: Queue): Promise<void> {
  for (const name of Object.values(lanes)) await queue.prepare(name);
}

async function startWork(
  { store, clock, allHosts }: RunnerOptions,
  { visits, tasks, chores }: Record<"visits" | "tasks" | "chores", Lane>,
): Promise<void> {
  const now = clock.now().getTime();
  await visits.wake(await allHosts());
  const open = await store.cleanupTasks.open();
  await tasks.ensure(open.map((task) => dueAt(task, now)));
  await chores.ensure([
    { key: "retention", at: new Date(now + 60_000) },
    { key: "reconcile", at: new Date(now + reconcileEveryInMs) },
  ]);
}

function runnerOf(parts: {
  store: Store;
  clock: Clock;
  onAskedAfresh: RunnerOptions["onAskedAfresh"];
  allHosts: RunnerOptions["allHosts"];
  queue: Queue;
  wakes: Wakes;
  visits: Lane;
  tasks: Lane;
  all: Lane[];
  seats: { taken: number; waiting: number };
}): Runner {
  const { store, clock, queue, wakes, visits, tasks, all, seats } = parts;
  let stopped: Promise<void> | null = null;
  const wakeTask = async (id: string): Promise<void> => {
    await tasks.wake([id]);
    await wakes.tell(lanes.tasks, [id]);
  };
  return {
    async wake(hosts, { afresh = false } = {}) {
      const keys = typeof hosts === "string" ? [hosts] : hosts;
      if (afresh) for (const key of keys) parts.onAskedAfresh?.(key);
      await visits.wake(keys);
      await wakes.tell(lanes.visits, keys, afresh);
    },
    async forget(host) {
      await visits.restart(host);
      await wakes.tell(lanes.visits, [host]);
    },
    ensureVisits: async () => visits.ensure(dueNow(await parts.allHosts(), clock.now().getTime())),
    async addTask(task) {
      const row = await store.cleanupTasks.add(task, clock.now());
      await wakeTask(row.id);
      return row;
    },
    async queueTasks(rows) {
      await tasks.ensure(rows.map((task) => dueAt(task, clock.now().getTime())));
    },
    retryTask: wakeTask,
    load: () => ({ attending: visits.attending, walking: seats.taken, waiting: seats.waiting }),
    stop() {
      stopped ??= (async () => {
        await wakes.close();
        await Promise.all(all.map((lane) => lane.stop()));
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
