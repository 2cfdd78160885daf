import { setTimeout as sleep } from "node:timers/promises";

/** Tries until there is a value; what is thrown counts as none. Throws when the time is over, naming what was awaited. */
export async function waitFor<T>(what: string, seconds: number, read: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await read();
      if (value !== null) return value;
    } catch (thrown) {
      last = thrown;
    }
    await sleep(100);
  }
  throw new Error(`Waited ${seconds} s for ${what} in vain.`, { cause: last });
}
