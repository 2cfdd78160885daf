import { describe, expect, it } from "vitest";
import { applyJsonPatch, JsonPatchError } from "./patch";

describe("a JSON patch", () => {
  it("adds, replaces, removes, moves and copies without changing the document", () => {
    const document = { a: [1, 2], b: { c: "x" } };
    const patched = applyJsonPatch(document, [
      { op: "add", path: "/a/1", value: 9 },
      { op: "add", path: "/a/-", value: 3 },
      { op: "replace", path: "/b/c", value: "y" },
      { op: "copy", from: "/b/c", path: "/d" },
      { op: "move", from: "/a/0", path: "/e" },
    ]);
    expect(patched).toEqual({ a: [9, 2, 3], b: { c: "y" }, d: "y", e: 1 });
    expect(document).toEqual({ a: [1, 2], b: { c: "x" } });
  });

  it("reads escaped pointers, as annotation keys need", () => {
    const document = { annotations: { "lamia.dev/a~b": "1" } };
    const patch = [{ op: "remove", path: "/annotations/lamia.dev~1a~0b" }];
    expect(applyJsonPatch(document, patch)).toEqual({ annotations: {} });
  });

  it("fails on a failed test, a missing path and an unknown operation", () => {
    const refused = [
      [{ op: "test", path: "/a", value: 2 }],
      [{ op: "remove", path: "/b" }],
      [{ op: "replace", path: "/b/c", value: 1 }],
      [{ op: "grow", path: "/a" }],
      { op: "remove", path: "/a" },
    ];
    for (const patch of refused) expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(JsonPatchError);
  });
});
