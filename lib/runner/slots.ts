import { AsyncLocalStorage } from "node:async_hooks";

/**
 * How many visits may work at the same time. A visit that only waits for others gives back its slot: DNS writes of
 * many walks are batched, so all of them must be able to wait in that queue together.
 */
export interface Slots {
  /** Runs `work` once a slot is free, first come, first served. */
  run<T>(work: () => Promise<T>): Promise<T>;
  readonly taken: number;
  readonly waiting: number;
}

interface Slot {
  isHeld: boolean;
  /** The visit has ended; a part of it that still returns needs no slot. */
  isOver: boolean;
  regained: Promise<void> | null;
  free(): void;
  take(): Promise<void>;
}

const currentSlot = new AsyncLocalStorage<Slot>();

/**
 * Runs `work` without holding the slot of the calling visit; outside of a visit, just runs it. Takes the slot again
 * before it resolves.
 */
export async function whileWaiting<T>(work: () => Promise<T>): Promise<T> {
  const slot = currentSlot.getStore();
  if (slot === undefined) return work();
  if (slot.isHeld) {
    slot.isHeld = false;
    slot.free();
  }
  try {
    return await work();
  } finally {
    await regain(slot);
  }
}

/** The steps of a visit run in parallel, so several may return at the same time: they share one slot. */
function regain(slot: Slot): Promise<void> {
  if (slot.isHeld || slot.isOver) return Promise.resolve();
  slot.regained ??= slot.take().then(() => {
    slot.isHeld = true;
    slot.regained = null;
  });
  return slot.regained;
}

export function slotsFor(atMost: number): Slots {
  let taken = 0;
  const queue: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (taken < atMost) taken++;
    else await new Promise<void>((resolve) => queue.push(resolve));
  };
  const free = (): void => {
    const next = queue.shift();
    // The slot goes directly to the next one, so that nobody slips in between.
    if (next === undefined) taken--;
    else next();
  };
  return {
    async run(work) {
      await take();
      const slot: Slot = { isHeld: true, isOver: false, regained: null, free, take };
      try {
        return await currentSlot.run(slot, work);
      } finally {
        slot.isOver = true;
        await slot.regained;
        if (slot.isHeld) free();
        slot.isHeld = false;
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
