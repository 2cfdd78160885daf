export interface Failed<Item> {
  item: Item;
  /** Why, as the server says it. */
  message: string;
}

/** So many requests are under way at once: the API server and the panel serve others meanwhile. */
const atOnce = 4;

/**
 * Does the same with each item, a few at a time, whatever becomes of the others. Resolves when all are through, with
 * those that failed in their order; `onProgress` hears after each how many are through.
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
