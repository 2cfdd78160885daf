import type { Sighting } from "./confirm-gone";
import type { Doubt } from "./object-store";

export interface DoubtsOptions {
  look(namespace: string | null, name: string): Promise<Sighting>;
  /** False when the answer leaves the doubt: it is asked again later. */
  settle(doubt: Doubt, sighting: Sighting): boolean;
  /** How many are open, after each change of that. */
  counted(open: number): void;
  /** Resolves after so many ms, at once when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

export interface Doubts {
  raise(doubts: readonly Doubt[]): void;
  /** What is open is not asked any more. */
  drop(): void;
}

const askedAtOnce = 4;
/** A server that leaves so many in doubt in a row will not settle the next one either. */
const unsettledInARow = 8;
const delaysMs = [1000, 2000, 5000, 15_000, 30_000, 60_000] as const;

/**
 * Asks the API server about each object in doubt, a few at a time, until it has said of each one whether it is there.
 * Whatever else happens to the objects goes on meanwhile.
 */
export function doubtsAbout({ look, settle, counted, pause, signal }: DoubtsOptions): Doubts {
  const open = new Map<string, Doubt>();
  let wake = new AbortController();
  let isAsking = false;

  async function ask(queue: Iterator<[string, Doubt]>, run: { unsettled: number }): Promise<void> {
    while (!signal.aborted && run.unsettled < unsettledInARow) {
      const next = queue.next();
      if (next.done) return;
      const [key, doubt] = next.value;
      if (open.get(key) !== doubt) continue;
      const sighting = await look(doubt.namespace, doubt.name);
      if (signal.aborted || open.get(key) !== doubt) continue;
      open.delete(key);
      if (settle(doubt, sighting)) run.unsettled = 0;
      else {
        run.unsettled += 1;
        // Behind the others, so that one that cannot be settled does not keep them waiting.
        open.set(key, doubt);
      }
    }
  }

  async function askAll(): Promise<void> {
    isAsking = true;
    for (let round = 0; open.size > 0 && !signal.aborted; round += 1) {
      wake = new AbortController();
      const queue = [...open].values();
      const run = { unsettled: 0 };
      await Promise.all(Array.from({ length: askedAtOnce }, () => ask(queue, run)));
      counted(open.size);
      if (open.size === 0 || wake.signal.aborted) continue;
      const delayMs = delaysMs[Math.min(round, delaysMs.length - 1)] ?? 0;
      await pause(delayMs, AbortSignal.any([signal, wake.signal]));
    }
    isAsking = false;
  }

  return {
    raise(doubts) {
      if (doubts.length === 0) return;
      for (const doubt of doubts) open.set(`${doubt.namespace ?? ""}/${doubt.name}`, doubt);
      counted(open.size);
      wake.abort();
      if (!isAsking) void askAll();
    },
    drop() {
      open.clear();
      counted(0);
    },
  };
}
