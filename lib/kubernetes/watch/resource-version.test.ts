import { expect, test } from "vitest";
import { isNotNewer } from "./object-store";

test.each([
  ["9", "10", true],
  ["10", "10", true],
  ["11", "10", false],
  ["100", "99", false],
  ["9007199254740993", "9007199254740992", false],
])("%s against %s", (next, held, notNewer) => {
  expect(isNotNewer(next, held)).toBe(notNewer);
});

test("versions that are no numbers are only ever equal", () => {
  expect(isNotNewer("a1", "b2")).toBe(false);
  expect(isNotNewer("b2", "b2")).toBe(true);
});

test("what was never seen is newer than nothing", () => {
  expect(isNotNewer("5", undefined)).toBe(false);
});
