import { expect, test } from "vitest";
import { byDay } from "./event-list";

const at = (time: string) => ({ at: time });

test("a day ends where the user's day ends, not the server's", () => {
  const items = [at("2026-08-03T01:00:00Z"), at("2026-08-02T23:30:00Z"), at("2026-08-02T10:00:00Z")];
  expect(byDay(items, "UTC").map(({ day, items }) => [day, items.length])).toEqual([
    ["3 Aug 2026", 1],
    ["2 Aug 2026", 2],
  ]);
  expect(byDay(items, "Europe/Berlin").map(({ items }) => items.length)).toEqual([2, 1]);
});
