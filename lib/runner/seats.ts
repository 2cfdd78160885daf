import { AsyncLocalStorage } from "node:async_hooks";

/**
 * How many visits may be at work at once. A visit that only waits for others gives its seat back meanwhile:
 * DNS writes of many walks are gathered, so all of them must be able to stand in that queue together.
 */
export interface Seats {
  /** Runs `work` once a seat is free, first come, first served. */
  sit<T>(work: () => Promise<T>): Promise<T>;
  readonly taken: number;
  readonly waiting: number;
}

interface Seat {
  isHeld: boolean;
  /** The visit has ended; a part of it that still comes back needs no seat. */
  isOver: boolean;
  regained: Promise<void> | null;
  free(): void;
  take(): Promise<void>;
}

const currentSeat = new AsyncLocalStorage<Seat>();

/**
 * Runs `work` without holding the seat of the visit that this is called in; outside of a visit it just runs
 * it. The seat is taken again before this resolves.
 */
export async function whileWaiting<T>(work: () => Promise<T>): Promise<T> {
  const seat = currentSeat.getStore();
  if (seat === undefined) return work();
  if (seat.isHeld) {
    seat.isHeld = false;
    seat.free();
  }
  try {
    return await work();
  } finally {
    await regain(seat);
  }
}

/** The steps of a visit run side by side, so several may come back at once: they share one seat. */
function regain(seat: Seat): Promise<void> {
  if (seat.isHeld || seat.isOver) return Promise.resolve();
  seat.regained ??= seat.take().then(() => {
    seat.isHeld = true;
    seat.regained = null;
  });
  return seat.regained;
}

export function seatsFor(atMost: number): Seats {
  let taken = 0;
  const queue: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (taken < atMost) taken++;
    else await new Promise<void>((resolve) => queue.push(resolve));
  };
  const free = (): void => {
    const next = queue.shift();
    // The seat goes to the next one directly, so that nobody slips in between.
    if (next === undefined) taken--;
    else next();
  };
  return {
    async sit(work) {
      await take();
      const seat: Seat = { isHeld: true, isOver: false, regained: null, free, take };
      try {
        return await currentSeat.run(seat, work);
      } finally {
        seat.isOver = true;
        await seat.regained;
        if (seat.isHeld) free();
        seat.isHeld = false;
      }
    },
    get taken() {
      return taken;
    },
    get waiting() {
      return queue.length;
    },
  };
}
