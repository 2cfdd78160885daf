import { expect, test } from "vitest";
import { isNotNewer, isOlder } from "./object-store";

test.each([
  ["9", "10", true],
  ["10", "10", true],
  ["11", "10", false],
  ["100", "99", false],
  ["9007199254740993", "9007199254740992", false],
])("%s against %s", (next, held, notNewer) => {
  expect(isNotNewer(next, held)).toBe(notNewer);
});

test("versions that aren't numbers can only be equal", () => {
  expect(isNotNewer("a1", "b2")).toBe(false);
  expect(isNotNewer("b2", "b2")).toBe(true);
});

test("anything is newer than a version that was never seen", () => {
  expect(isNotNewer("5", undefined)).toBe(false);
});

test("one is older than the other only if both are whole numbers and the first one is smaller", () => {
  expect(isOlder("9", "10")).toBe(true);
  expect(isOlder("10", "11")).toBe(true);
  for (const [one, other] of [
    ["10", "10"],
    ["11", "10"],
    ["10", "9"],
    ["9x", "10"],
    ["x9", "10"],
    ["9", "10x"],
    ["9", "x10"],
    ["", "10"],
    ["9", ""],
    [undefined, "10"],
    ["9", undefined],
    [undefined, undefined],
  ])
    expect(isOlder(one, other), `${one} and ${other}`).toBe(false);
});
