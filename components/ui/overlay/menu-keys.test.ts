import { expect, test } from "vitest";
import { menuItemFor, typedWord } from "./menu-keys";

const labels = ["Details", "Edit", "Duplicate", "Delete"];

test("arrows wrap around", () => {
  expect(menuItemFor("ArrowDown", 3, labels)).toBe(0);
  expect(menuItemFor("ArrowUp", 0, labels)).toBe(3);
  expect(menuItemFor("ArrowDown", -1, labels)).toBe(0);
  expect(menuItemFor("ArrowUp", -1, labels)).toBe(3);
  expect([menuItemFor("Home", 2, labels), menuItemFor("End", 2, labels)]).toEqual([0, 3]);
});

test("a letter goes to the next entry that starts with it", () => {
  expect(menuItemFor("d", 0, labels)).toBe(2);
  expect(menuItemFor("D", 3, labels)).toBe(0);
  expect(menuItemFor("e", 1, labels)).toBe(1);
  expect(menuItemFor("x", 0, labels)).toBeNull();
});

test("other keys are left to the browser", () => {
  for (const key of ["Enter", " ", "Tab", "Escape"]) expect(menuItemFor(key, 0, labels)).toBeNull();
  expect(menuItemFor("ArrowDown", -1, [])).toBeNull();
});

test("letters typed quickly form a word, which also finds the focused entry", () => {
  const typed = typedWord();
  expect(menuItemFor("d", 0, labels, typed("d", 0))).toBe(2);
  expect(menuItemFor("e", 2, labels, typed("e", 100))).toBe(3);
  expect(menuItemFor("l", 3, labels, typed("l", 200))).toBe(3);
  expect(menuItemFor("x", 3, labels, typed("x", 300))).toBeNull();
});

test("after a pause a new word starts, and the same letter goes to the next entry", () => {
  const typed = typedWord();
  expect(menuItemFor("d", 3, labels, typed("d", 0))).toBe(0);
  expect(menuItemFor("d", 0, labels, typed("d", 100))).toBe(2);
  expect(menuItemFor("d", 2, labels, typed("d", 200))).toBe(3);
  expect(menuItemFor("e", 3, labels, typed("e", 900))).toBe(1);
});

test("a space can be part of a word, but not start one", () => {
  const typed = typedWord();
  const names = ["Take over", "Take away"];
  for (const [index, letter] of [..."take"].entries()) typed(letter, index);
  expect(menuItemFor(" ", 0, names, typed(" ", 5))).toBe(0);
  expect(menuItemFor("a", 0, names, typed("a", 6))).toBe(1);
  expect(typed(" ", 5_000)).toBe("");
});
