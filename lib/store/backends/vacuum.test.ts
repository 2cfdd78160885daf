import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepVacuumed } from "./vacuum";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A database with two tables that are due. */
function kept() {
  const scripts: string[] = [];
  const state = { isBusy: false, isDown: false };
  const end = keepVacuumed(
    {
      query: async <Row>() => {
        if (state.isDown) throw new Error("away");
        return [{ name: "public.job" }, { name: "public.walk" }] as Row[];
      },
      script: async (sql) => void scripts.push(sql),
    },
    { everyMs: 1_000, isBusy: () => state.isBusy },
  );
  return { scripts, state, end, pass: (ms = 1_000) => vi.advanceTimersByTimeAsync(ms) };
}

const both = ["VACUUM (ANALYZE) public.job", "VACUUM (ANALYZE) public.walk"];

test("each table that is due is vacuumed, one statement each", async () => {
  const { scripts, pass } = kept();
  await pass(999);
  expect(scripts).toEqual([]);
  await pass(1);
  expect(scripts).toEqual(both);
});

test("nothing is vacuumed while somebody may be in a transaction, and everything afterwards", async () => {
  const { scripts, state, pass } = kept();
  state.isBusy = true;
  await pass();
  expect(scripts).toEqual([]);
  state.isBusy = false;
  await pass();
  expect(scripts).toEqual(both);
});

test("a failure changes nothing, and the next time tries again", async () => {
  const { scripts, state, pass } = kept();
  state.isDown = true;
  await pass();
  state.isDown = false;
  await pass();
  expect(scripts).toEqual(both);
});

test("nothing is vacuumed after the end", async () => {
  const { scripts, end, pass } = kept();
  await end();
  await pass(10_000);
  expect(scripts).toEqual([]);
});
