import { describe, expect, test } from "vitest";
import { changeRate } from "./change-rate";

const options = { burst: 3, intervalMs: 500, longestIntervalMs: 2_000, calmCallers: 8 };
const rateOf = (change: Partial<typeof options> = {}) => changeRate({ ...options, ...change });

describe("while the provider is idle", () => {
  test("a burst of changes goes out at once, and the next one an interval after the first", () => {
    const rate = rateOf({ longestIntervalMs: 500 });
    for (let change = 0; change < 3; change += 1) {
      expect(rate.waitMs(1_000)).toBe(0);
      rate.take(1_000);
    }
    expect(rate.waitMs(1_000)).toBe(500);
    expect(rate.waitMs(1_499)).toBe(1);
    expect(rate.waitMs(1_500)).toBe(0);
    rate.take(1_500);
    expect(rate.waitMs(1_500)).toBe(500);
  });

  test("unused changes come back, one each interval, and never more than a burst", () => {
    const rate = rateOf({ longestIntervalMs: 500 });
    for (let change = 0; change < 3; change += 1) rate.take(0);
    for (let change = 0; change < 2; change += 1) {
      expect(rate.waitMs(1_000)).toBe(0);
      rate.take(1_000);
    }
    expect(rate.waitMs(1_000)).toBe(500);
    for (let change = 0; change < 3; change += 1) {
      expect(rate.waitMs(100_000)).toBe(0);
      rate.take(100_000);
    }
    expect(rate.waitMs(100_000)).toBe(500);
  });
});

describe("when each change has to wait", () => {
  test("the interval grows by half, up to the longest, and shrinks after a pause", () => {
    const rate = rateOf({ burst: 1 });
    const gaps: number[] = [];
    let now = 0;
    for (let change = 0; change < 6; change += 1) {
      const wait = rate.waitMs(now);
      gaps.push(wait);
      now += wait;
      rate.take(now);
    }
    expect(gaps).toEqual([0, 750, 1_125, 1_688, 2_000, 2_000]);
    const calm = rateOf();
    for (let change = 0; change < 3; change += 1) calm.take(0);
    expect(calm.waitMs(0)).toBe(750);
    expect(calm.waitMs(10_000)).toBe(0);
    for (let change = 0; change < 2; change += 1) calm.take(10_000);
    expect(calm.waitMs(10_000)).toBe(0);
  });
});

describe("a rush", () => {
  const called = (rate: ReturnType<typeof rateOf>, times: number, fromMs: number) => {
    for (let call = 0; call < times; call += 1) rate.called(fromMs);
  };

  test("is more callers than usual within a second: changes then keep their interval, even if part of the burst is left", () => {
    const rate = rateOf();
    called(rate, 9, 0);
    expect(rate.waitMs(0)).toBe(0);
    rate.take(0);
    expect(rate.waitMs(0)).toBe(750);
    expect(rate.waitMs(749)).toBe(1);
    expect(rate.waitMs(999)).toBe(0);
  });

  test("doesn't start with as many callers as usual, or if they are spread over a second", () => {
    const few = rateOf();
    called(few, 8, 0);
    few.take(0);
    expect(few.waitMs(0)).toBe(0);
    const slow = rateOf();
    called(slow, 1, 0);
    called(slow, 8, 1_000);
    slow.take(1_000);
    expect(slow.waitMs(1_000)).toBe(0);
    expect(slow.isBusy(1_000)).toBe(false);
    called(slow, 1, 1_001);
    expect(slow.waitMs(1_001)).toBeGreaterThan(0);
  });

  test("keeps the provider busy for ten seconds, and so do three changes in that time", () => {
    const rushed = rateOf();
    expect(rushed.isBusy(0)).toBe(false);
    called(rushed, 9, 0);
    expect(rushed.isBusy(9_999)).toBe(true);
    expect(rushed.isBusy(10_000)).toBe(false);
    const changed = rateOf();
    changed.take(0);
    changed.take(5_000);
    expect(changed.isBusy(5_000)).toBe(false);
    changed.take(6_000);
    expect(changed.isBusy(9_999)).toBe(true);
    expect(changed.isBusy(10_000)).toBe(false);
    changed.take(11_000);
    expect(changed.isBusy(11_000)).toBe(true);
  });
});
