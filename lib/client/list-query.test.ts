import { expect, test } from "vitest";
import { limitOfPage } from "./list-query";

test("the first pages are small, and the end of 10,000 rows is two dozen requests away", () => {
  expect([0, 1, 2, 3].map(limitOfPage)).toEqual([100, 100, 200, 300]);
  let rows = 0;
  let pages = 0;
  for (; rows < 10_000; pages++) rows += limitOfPage(pages);
  expect(pages).toBeLessThan(24);
});

test("no page is larger than the API allows", () => {
  expect(limitOfPage(1000)).toBe(500);
});
