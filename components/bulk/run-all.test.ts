import { expect, test } from "vitest";
import { runAll } from "./run-all";

const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

test("a failure stops none of the others, and is reported with its reason", async () => {
  const done: number[] = [];
  const failed = await runAll([1, 2, 3, 4, 5, 6], async (item) => {
    await turn();
    if (item % 3 === 0) throw new Error(`${item} is owned by others`);
    done.push(item);
  });
  expect(done.toSorted()).toEqual([1, 2, 4, 5]);
  expect(failed).toEqual([
    { item: 3, message: "3 is owned by others" },
    { item: 6, message: "6 is owned by others" },
  ]);
});

test("a few run at once, and progress counts each", async () => {
  let underWay = 0;
  let most = 0;
  const progress: number[] = [];
  const items = Array.from({ length: 20 }, (_, index) => index);
  await runAll(
    items,
    async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await turn();
      underWay -= 1;
    },
    (done) => progress.push(done),
  );
  expect(most).toBe(4);
  expect(progress).toEqual(items.map((index) => index + 1));
});

test("an empty list is done at once", async () => {
  expect(await runAll([], () => Promise.reject(new Error("never")))).toEqual([]);
});
