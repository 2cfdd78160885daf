import { check, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { type DrawnRows, drawnRows } from "./drawn-rows";

const overscan = 12;
const inSight = 20;
const sightAt = (startIndex: number, count: number) => ({
  startIndex,
  endIndex: Math.min(count - 1, startIndex + inSight - 1),
  overscan,
  count,
});

describe("the rendered rows of a long table", () => {
  test("are the visible ones, and this many more at both ends", () => {
    expect(drawnRows(sightAt(100, 1000), 3, null)).toEqual({ first: 88, last: 131 });
  });

  test("stay the same until enough of them are missing, and then all of those come", () => {
    let drawn = drawnRows(sightAt(100, 1000), 3, null);
    const changes: number[] = [];
    for (let start = 101; start <= 109; start += 1) {
      const next = drawnRows(sightAt(start, 1000), 3, drawn);
      if (next !== drawn) changes.push(next.last - drawn.last);
      drawn = next;
    }
    expect(changes).toEqual([3, 3, 3]);
    expect(drawn).toEqual({ first: 97, last: 140 });
  });

  test("contain everything visible and nearly everything wanted, at any position and length", () => {
    const step = record({ by: integer({ min: -200, max: 200 }), count: constantFrom(30, 51, 100, 1000) });
    const holds = property(integer({ min: 1, max: 4 }), step, step, step, (together, ...steps) => {
      let start = 0;
      let drawn: DrawnRows | null = null;
      for (const { by, count } of steps) {
        start = Math.min(Math.max(0, start + by), Math.max(0, count - inSight));
        const sight = sightAt(start, count);
        drawn = drawnRows(sight, together, drawn);
        const spare = overscan - together + 1;
        expect(drawn.first).toBeGreaterThanOrEqual(0);
        expect(drawn.last).toBeLessThan(count);
        expect(drawn.first).toBeLessThanOrEqual(Math.max(0, sight.startIndex - spare));
        expect(drawn.last).toBeGreaterThanOrEqual(Math.min(count - 1, sight.endIndex + spare));
        expect(drawn.last - drawn.first).toBeLessThan(inSight + 2 * (overscan + together));
      }
    });
    expect(check(holds).failed).toBe(false);
  });

  test("reach the first and the last row before those are visible", () => {
    const count = 100;
    const nearEnd = drawnRows(sightAt(count - inSight - overscan - 1, count), 3, null);
    expect(nearEnd.last).toBe(count - 2);
    expect(drawnRows(sightAt(count - inSight - overscan, count), 3, nearEnd).last).toBe(count - 1);
    const nearStart = drawnRows(sightAt(overscan + 1, count), 3, null);
    expect(nearStart.first).toBe(1);
    expect(drawnRows(sightAt(overscan, count), 3, nearStart).first).toBe(0);
  });

  test("contain no rows that are gone", () => {
    const many = drawnRows(sightAt(60, 100), 3, null);
    expect(drawnRows(sightAt(60, 92), 3, many).last).toBe(91);
    expect(drawnRows({ startIndex: 0, endIndex: 0, overscan, count: 0 }, 3, many)).toEqual({
      first: 0,
      last: -1,
    });
  });
});
