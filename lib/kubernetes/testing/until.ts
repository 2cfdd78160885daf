import { setTimeout as sleep } from "node:timers/promises";

/** Polls every few ms until there is a value; throws after `withinMs`. Returns the value and how long it took. */
export async function until<Seen>(
  read: () => Seen | null | undefined | false,
  withinMs = 60_000,
): Promise<{ seen: Seen; tookMs: number }> {
  const start = performance.now();
  for (;;) {
    const seen = read();
    const tookMs = performance.now() - start;
    if (seen) return { seen, tookMs };
    if (tookMs > withinMs) throw new Error(`nothing was seen within ${withinMs} ms: ${read}`);
    await sleep(2);
  }
}
