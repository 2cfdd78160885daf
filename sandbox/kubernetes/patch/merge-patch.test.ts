import { expect, it } from "vitest";
import { applyMergePatch } from "./merge-patch";

it("a merge patch merges maps, replaces lists, removes by null and leaves the document alone", () => {
  const document = { spec: { selector: { a: "1", b: "2" }, servers: [1, 2] }, kept: true };
  const patched = applyMergePatch(document, { spec: { selector: { b: null, c: "3" }, servers: [3] } });
  expect(patched).toEqual({ spec: { selector: { a: "1", c: "3" }, servers: [3] }, kept: true });
  expect(document.spec.selector).toEqual({ a: "1", b: "2" });
});
