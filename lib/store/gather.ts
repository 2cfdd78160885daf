interface GatherOptions {
  atMost?: number;
  /** How long calls that came during a batch wait for more. */
  pauseInMs?: number;
  /** How long every call after a batch waits for more, if a batch is expensive and calls come one by one. */
  restsInMs?: number;
}

/**
 * Turns many single calls into few calls with a list. The first call is sent in the same turn of the event loop;
 * calls during a batch are sent together when it ends. So a lone call doesn't wait, and two hundred at once cost a
 * handful of statements.
 *
 * @param send does the work for all items and returns one result per item, in their order
 */
export function gather<Item, Result>(
  send: (items: Item[]) => Promise<Result[]>,
  { atMost = 500, pauseInMs = 0, restsInMs = 0 }: GatherOptions = {},
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (reason: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isSending = false;

  const flush = async (): Promise<void> => {
    isSending = true;
    // Calls of the same turn are sent together too.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, atMost);
      waiting = waiting.slice(atMost);
      try {
        const results = await send(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => {
          resolve(results[index] as Result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      const apartInMs = waiting.length > 0 ? Math.max(pauseInMs, restsInMs) : restsInMs;
      if (apartInMs > 0) await new Promise((resolve) => setTimeout(resolve, apartInMs));
    }
    isSending = false;
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isSending) void flush();
    });
}
