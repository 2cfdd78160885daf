export interface Failed<Item> {
  item: Item;
  /** The reason, as the server gives it. */
  message: string;
}

/** Requests in flight at the same time; leaves room for others at the API server and the panel. */
const atOnce = 4;

/**
 * Runs the same action for each item, a few at a time, and continues after failures. Resolves with the failed ones
 * in order when all are done; calls `onProgress` after each with the number of finished ones.
 */
export async function runAll<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<unknown>,
  onProgress: (done: number) => void = () => {},
): Promise<Failed<Item>[]> {
  const messages = new Map<Item, string>();
  const waiting = items.values();
  let done = 0;
  async function work() {
    for (const item of waiting) {
      try {
        await run(item);
      } catch (error) {
        messages.set(item, error instanceof Error ? error.message : String(error));
      }
      done += 1;
      onProgress(done);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return items.flatMap((item) => {
    const message = messages.get(item);
    return message === undefined ? [] : [{ item, message }];
  });
}
