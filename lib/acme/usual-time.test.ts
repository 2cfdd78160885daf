import { expect, test } from "vitest";
import { afterLook, startPolling } from "./polling";
import { usualTime } from "./usual-time";

/** How often the CA is asked for one order, and how long after it was done that is known. */
function orderThatTakes(ms: number, usual: ReturnType<typeof usualTime>): { looks: number; lateMs: number } {
  let polling = startPolling(0, usual.ms);
  while (polling.nextLookAtMs < ms) polling = afterLook(polling, polling.nextLookAtMs, undefined);
  usual.learn(polling, polling.nextLookAtMs);
  return { looks: polling.looks + 1, lateMs: polling.nextLookAtMs - ms };
}

test.each([150, 320, 1_000, 2_400])(
  "a CA that always takes %i ms is soon asked at the right moment",
  (ms) => {
    const usual = usualTime();
    for (let order = 0; order < 8; order++) orderThatTakes(ms, usual);
    const later = Array.from({ length: 20 }, () => orderThatTakes(ms, usual));
    expect(Math.max(...later.map(({ looks }) => looks))).toBeLessThanOrEqual(4);
    const meanLateMs = later.reduce((sum, { lateMs }) => sum + lateMs, 0) / later.length;
    expect(meanLateMs).toBeLessThan(Math.max(60, ms * 0.1));
  },
);

test("one slow order delays no later one for long", () => {
  const usual = usualTime();
  orderThatTakes(60_000, usual);
  expect(usual.ms).toBeLessThanOrEqual(3_000);
  for (let order = 0; order < 30; order++) orderThatTakes(300, usual);
  expect(orderThatTakes(300, usual).lateMs).toBeLessThan(150);
});
