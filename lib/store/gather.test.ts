import { expect, it, vi } from "vitest";
import { gather } from "./gather";

/** A sender whose batches end when the test decides. */
function controlled() {
  const batches: { items: number[]; end: (error?: Error) => void }[] = [];
  const send = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      const end = (error?: Error) => (error ? reject(error) : resolve(items.map((item) => item * 10)));
      batches.push({ items, end });
    });
  return { batches, send };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("sends calls of one turn together, and each caller gets its own result", async () => {
  const { batches, send } = controlled();
  const call = gather(send);
  const results = Promise.all([call(1), call(2), call(3)]);
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  batches[0]?.end();
  expect(await results).toEqual([10, 20, 30]);
});

it("sends later calls together after the current batch, never two batches at once", async () => {
  const { batches, send } = controlled();
  const call = gather(send);
  const first = call(1);
  await turn();
  const others = Promise.all([call(2), call(3)]);
  await turn();
  expect(batches).toHaveLength(1);
  batches[0]?.end();
  await first;
  await turn();
  expect(batches[1]?.items).toEqual([2, 3]);
  batches[1]?.end();
  expect(await others).toEqual([20, 30]);
});

it("passes a batch's error to all of its callers, and continues with the next batch", async () => {
  const { batches, send } = controlled();
  const call = gather(send);
  const lost = Promise.allSettled([call(1), call(2)]);
  await turn();
  const next = call(3);
  batches[0]?.end(new Error("down"));
  expect((await lost).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await turn();
  batches[1]?.end();
  expect(await next).toBe(30);
});

it("rests after a batch if told to, so that calls that come one by one are sent together, and the first one at once", async () => {
  vi.useFakeTimers();
  const sent: number[][] = [];
  const call = gather(
    async (items: number[]) => {
      sent.push(items);
      return items;
    },
    { restsInMs: 100 },
  );
  await call(1);
  const others = [2, 3].map(async (item) => {
    await new Promise((resolve) => setTimeout(resolve, item * 10));
    return call(item);
  });
  await vi.advanceTimersByTimeAsync(99);
  expect(sent).toEqual([[1]]);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all(others);
  expect(sent).toEqual([[1], [2, 3]]);
  vi.useRealTimers();
});

it("sends no more at once than allowed", async () => {
  const { batches, send } = controlled();
  const call = gather(send, { atMost: 2 });
  const all = Promise.all([call(1), call(2), call(3)]);
  for (const size of [2, 1]) {
    await turn();
    expect(batches.at(-1)?.items).toHaveLength(size);
    batches.at(-1)?.end();
  }
  expect(await all).toEqual([10, 20, 30]);
});
