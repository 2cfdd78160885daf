/**
 * Turns many single calls into few calls with a list. The first call goes out in the same turn of the event
 * loop; what comes in while one is under way goes out together when it ends. So a lone call waits for
 * nothing, and two hundred at once cost a handful of statements.
 *
 * @param pauseInMs how long those who are waiting already wait for more, where a sending is dear
 * @param send does the work for all items; its results, one an item and in their order, go back to the
 * callers.
 */
export function gather<Item, Result>(
  send: (items: Item[]) => Promise<Result[]>,
  atMost = 500,
  pauseInMs = 0,
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
    // Calls of the same turn go out together as well.
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
      if (pauseInMs > 0 && waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, pauseInMs));
    }
    isSending = false;
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isSending) void flush();
    });
}
