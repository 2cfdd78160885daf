import { expect, test } from "vitest";
import { menuItemFor } from "./menu-keys";

const labels = ["Details", "Edit", "Duplicate", "Delete"];

test("arrows go around the ends", () => {
  expect(menuItemFor("ArrowDown", 3, labels)).toBe(0);
  expect(menuItemFor("ArrowUp", 0, labels)).toBe(3);
  expect(menuItemFor("ArrowDown", -1, labels)).toBe(0);
  expect(menuItemFor("ArrowUp", -1, labels)).toBe(3);
  expect([menuItemFor("Home", 2, labels), menuItemFor("End", 2, labels)]).toEqual([0, 3]);
});

test("a letter goes to the next entry that begins with it", () => {
  expect(menuItemFor("d", 0, labels)).toBe(2);
  expect(menuItemFor("D", 3, labels)).toBe(0);
  expect(menuItemFor("e", 1, labels)).toBe(1);
  expect(menuItemFor("x", 0, labels)).toBeNull();
});

test("other keys are left to the browser", () => {
  for (const key of ["Enter", " ", "Tab", "Escape"]) expect(menuItemFor(key, 0, labels)).toBeNull();
  expect(menuItemFor("ArrowDown", -1, [])).toBeNull();
});
