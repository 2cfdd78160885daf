import { expect, test } from "vitest";
import { listInWords, matchOptions, moveActive } from "./combobox-options";

const options = ["reviews", "shop", "workshop", "istio"].map((value) => ({ value, label: value }));

test("options that start with the text come before those that contain it", () => {
  expect(matchOptions(options, "SHOP").map((option) => option.value)).toEqual(["shop", "workshop"]);
  expect(matchOptions(options, "")).toHaveLength(4);
  expect(matchOptions(options, "zzz")).toEqual([]);
});

test("a hint finds its option too", () => {
  expect(matchOptions([{ value: "a", label: "a", hint: "vamp-demo" }], "demo")).toHaveLength(1);
});

test("the arrow keys wrap around and skip disabled options", () => {
  expect(moveActive(options, -1, 1)).toBe(0);
  expect(moveActive(options, -1, -1)).toBe(3);
  expect(moveActive(options, 3, 1)).toBe(0);
  const some = [
    { value: "a", label: "a", disabled: true },
    { value: "b", label: "b" },
  ];
  expect(moveActive(some, 1, 1)).toBe(1);
  expect(moveActive([], -1, 1)).toBe(-1);
  expect(moveActive([{ value: "a", label: "a", disabled: true }], -1, 1)).toBe(-1);
});

test("all matches are counted, however many are shown", () => {
  const many = Array.from({ length: 250 }, (_, index) => ({
    value: `shop-${index}`,
    label: `shop-${index}`,
  }));
  expect(matchOptions(many, "shop")).toHaveLength(250);
  expect(matchOptions(many, "shop-249").map(({ value }) => value)).toEqual(["shop-249"]);
  expect(listInWords(250)).toBe("250 options, the first 100 shown. Type to narrow the list.");
  expect([listInWords(0), listInWords(1), listInWords(2)]).toEqual(["", "1 option", "2 options"]);
});
