import { setTimeout as pause } from "node:timers/promises";

/** Waits until the value is there, for a minute. Throws with the description when it does not come. */
export async function eventually<T>(
  description: string,
  read: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const value = await read();
    if (value !== undefined) return value;
    await pause(20);
  }
  throw new Error(`not within a minute: ${description}`);
}
