import { expect, it } from "vitest";
import { duplicateFields } from "./duplicate-fields";

it("names each field that an object repeats, with its path", () => {
  const json = `{"a":{"b":1,"c":[{"d":1},{"d":1,"e":"}","d":2}],"b":2,"b":3},"x":"\\"a\\":1,\\"a\\":2","a":0}`;
  expect(duplicateFields(json)).toEqual(["a.c[1].d", "a.b", "a"]);
});

it("doesn't mistake values or fields of other objects for duplicates", () => {
  expect(duplicateFields(`{"a":"a","b":["a","a"],"c":{"a":[{"a":1},{"a":1}]},"d":{}}`)).toEqual([]);
});
