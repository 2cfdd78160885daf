import { expect, test } from "vitest";
import { afterPoll, orderBudget, startPolling, usualTime } from "./pace";

const hour = 3_600_000;

test("for the same names, there are at most ten orders an hour at any CA, including exempt ones", () => {
  const budget = orderBudget();
  const names = ["shop.example.org"];
  for (let order = 0; order < 10; order++) budget.spend(names, order);
  expect(() => budget.spend(names, hour / 2)).toThrow(
    expect.objectContaining({ kind: "rate-limited", retryAfterSeconds: 1_800 }),
  );
  budget.spend(["other.example.org"], hour / 2);
  budget.spend(names, hour);
});

function pollsWithin(seconds: number, retryAfterSeconds?: number): number[] {
  const at: number[] = [];
  let polling = startPolling(0, 170);
  while (polling.nextPollAtMs <= seconds * 1_000) {
    at.push(polling.nextPollAtMs);
    polling = afterPoll(polling, polling.nextPollAtMs, retryAfterSeconds);
  }
  return at;
}

test("a CA that finishes within half a second is asked at most three times", () => {
  expect(pollsWithin(0.5).length).toBeLessThanOrEqual(3);
  expect(pollsWithin(0.2)).toHaveLength(1);
});

test("after the first requests, the CA's Retry-After counts", () => {
  const at = pollsWithin(30, 5);
  expect(at.filter((ms) => ms < 1_000).length).toBe(3);
  expect(at.slice(3).every((ms, index) => ms - (at[index + 2] ?? 0) > 4_999)).toBe(true);
});

test("a CA that takes a minute is asked about twenty times, and at least every ten seconds", () => {
  const at = pollsWithin(60);
  expect(at.length).toBeLessThan(22);
  expect(Math.max(...at.slice(1).map((ms, index) => ms - (at[index] ?? 0)))).toBeLessThanOrEqual(10_000);
});

/** How often the CA is asked about one order, and how late its completion is noticed. */
function orderThatTakes(ms: number, usual: ReturnType<typeof usualTime>): { polls: number; lateMs: number } {
  let polling = startPolling(0, usual.ms);
  while (polling.nextPollAtMs < ms) polling = afterPoll(polling, polling.nextPollAtMs, undefined);
  usual.learn(polling, polling.nextPollAtMs);
  return { polls: polling.polls + 1, lateMs: polling.nextPollAtMs - ms };
}

test.each([150, 320, 1_000, 2_400])(
  "a CA that always takes %i ms is soon asked at the right moment",
  (ms) => {
    const usual = usualTime();
    for (let order = 0; order < 8; order++) orderThatTakes(ms, usual);
    const later = Array.from({ length: 20 }, () => orderThatTakes(ms, usual));
    expect(Math.max(...later.map(({ polls }) => polls))).toBeLessThanOrEqual(4);
    const meanLateMs = later.reduce((sum, { lateMs }) => sum + lateMs, 0) / later.length;
    expect(meanLateMs).toBeLessThan(Math.max(60, ms * 0.1));
  },
);

test("one slow order delays later ones only briefly", () => {
  const usual = usualTime();
  orderThatTakes(60_000, usual);
  expect(usual.ms).toBeLessThanOrEqual(3_000);
  for (let order = 0; order < 30; order++) orderThatTakes(300, usual);
  expect(orderThatTakes(300, usual).lateMs).toBeLessThan(150);
});
