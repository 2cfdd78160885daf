import type { Claim, Queue } from "../queue";

/** The queue's contract in memory: at most one active and one queued job per key. */
interface MemoryQueue extends Queue {
  /** What every call throws while this is set. */
  down: Error | null;
  /** Claims that `touch` reports as lost. */
  lost: Set<string>;
  readonly queued: Map<string, Date>;
  readonly active: Map<string, Claim>;
}

export function memoryQueue(now: () => number): MemoryQueue {
  let ids = 0;
  const queued = new Map<string, Date>();
  const active = new Map<string, Claim>();
  const up = () => {
    if (queue.down !== null) throw queue.down;
  };
  const queue: MemoryQueue = {
    down: null,
    lost: new Set(),
    queued,
    active,
    touchEveryInMs: 5_000,
    async prepare() {},
    async hurry(_name, keys) {
      up();
      for (const key of keys) queued.set(key, new Date(now()));
    },
    async schedule(_name, visits) {
      up();
      for (const { key, at } of visits) if (!queued.has(key)) queued.set(key, at);
    },
    async ensure(name, visits) {
      await queue.schedule(
        name,
        visits.filter(({ key }) => !active.has(key)),
      );
    },
    async claim(_name, limit) {
      up();
      const due = [...queued]
        .filter(([key, at]) => !active.has(key) && at.getTime() <= now())
        .slice(0, limit);
      return due.map(([key]) => {
        const claim = { id: String(++ids), key, retryCount: 0 };
        queued.delete(key);
        active.set(key, claim);
        return claim;
      });
    },
    async remove(_name, claims) {
      up();
      for (const { id, key } of claims) if (active.get(key)?.id === id) active.delete(key);
    },
    async touch(_name, claims) {
      up();
      return claims.filter(({ key }) => queue.lost.has(key));
    },
    async close() {},
  };
  return queue;
}
