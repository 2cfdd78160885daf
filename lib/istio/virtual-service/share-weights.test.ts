import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentages, proportional, shareWeights } from "./share-weights";

const weights = fc
  .array(fc.nat(100), { minLength: 2, maxLength: 6 })
  .map((parts) => proportional(parts, 100));

describe("linked weights", () => {
  test("always add up to 100, are whole and not negative, and the one that you set has its value", () => {
    fc.assert(
      fc.property(weights, fc.nat(5), fc.integer({ min: -20, max: 120 }), (list, at, value) => {
        const index = at % list.length;
        const shared = shareWeights(list, index, value);
        expect(shared.reduce((sum, weight) => sum + weight, 0)).toBe(100);
        expect(shared.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true);
        expect(shared[index]).toBe(Math.min(100, Math.max(0, value)));
      }),
    );
  });

  test("leave locked ones as they are", () => {
    expect(shareWeights([20, 30, 50], 0, 40, [1])).toEqual([40, 30, 30]);
    expect(shareWeights([20, 30, 50], 0, 90, [1])).toEqual([70, 30, 0]);
  });

  test("keep the proportions of the others", () => {
    expect(shareWeights([50, 30, 20], 0, 0)).toEqual([0, 60, 40]);
    expect(shareWeights([100, 0, 0], 0, 50)).toEqual([50, 25, 25]);
  });

  test("are 100 for a single destination", () => {
    expect(shareWeights([100], 0, 30)).toEqual([100]);
  });
});

test("with any sum are shown as shares of it", () => {
  expect(percentages([3, 1])).toEqual([75, 25]);
  expect(percentages([80, 20])).toEqual([80, 20]);
  expect(percentages([1, 1, 1])).toEqual([33, 33, 33]);
  expect(percentages([0, 0])).toEqual([0, 0]);
});
