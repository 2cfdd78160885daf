import { expect, test } from "vitest";
import { mergePatchOf } from "./field-paths";

test("removed fields are null, equal ones are omitted, lists are complete", () => {
  const current = { a: 1, b: { c: 1, d: { e: 1 } }, list: [{ x: 1 }, { y: 1 }], same: [1, { z: [] }] };
  const next = { b: { c: 2 }, list: [{ x: 1 }], same: [1, { z: [] }], fresh: { f: true } };
  expect(mergePatchOf(current, next)).toEqual({
    a: null,
    b: { c: 2, d: null },
    list: [{ x: 1 }],
    fresh: { f: true },
  });
});

test("there is no patch without a difference, and an undefined field counts as absent", () => {
  expect(mergePatchOf({ a: { b: [1] }, c: undefined }, { a: { b: [1] } })).toBeNull();
});
