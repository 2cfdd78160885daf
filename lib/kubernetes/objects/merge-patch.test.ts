import { expect, test } from "vitest";
import { mergePatchOf } from "./field-paths";

test("what is gone is null, what is the same is left out, lists are whole", () => {
  const current = { a: 1, b: { c: 1, d: { e: 1 } }, list: [{ x: 1 }, { y: 1 }], same: [1, { z: [] }] };
  const next = { b: { c: 2 }, list: [{ x: 1 }], same: [1, { z: [] }], fresh: { f: true } };
  expect(mergePatchOf(current, next)).toEqual({
    a: null,
    b: { c: 2, d: null },
    list: [{ x: 1 }],
    fresh: { f: true },
  });
});

test("there is no patch where nothing differs, and an undefined field is an absent one", () => {
  expect(mergePatchOf({ a: { b: [1] }, c: undefined }, { a: { b: [1] } })).toBeNull();
});
