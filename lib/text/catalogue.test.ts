import { expect, test } from "vitest";
import { catalogue } from "./catalogue";

const texts = catalogue({
  save: "Save changes",
  deleted: "{kind} {name} deleted",
  hosts: "{count, plural, one {# host} other {# hosts}} of {virtualCluster}",
  markup: "a < b in {place}",
});

test("a message without arguments is its text", () => {
  expect(texts.save).toBe("Save changes");
});

test("arguments are named in the type, and put in", () => {
  expect(texts.deleted({ kind: "Gateway", name: "shop" })).toBe("Gateway shop deleted");
  // @ts-expect-error: an argument is missing
  expect(() => texts.deleted({ kind: "Gateway" })).toThrow(/name/);
  // @ts-expect-error: no such message
  expect(texts.saved).toBeUndefined();
});

test("numbers choose their plural", () => {
  expect(texts.hosts({ count: 1, virtualCluster: "demo" })).toBe("1 host of demo");
  expect(texts.hosts({ count: 1200, virtualCluster: "demo" })).toBe("1,200 hosts of demo");
});

test("a value that is an object keeps its place among the parts", () => {
  const code = { element: "shop" };
  expect(texts.deleted({ kind: "Gateway", name: code })).toEqual(["Gateway ", code, " deleted"]);
});

test("angle brackets are text", () => {
  expect(texts.markup({ place: "<here>" })).toBe("a < b in <here>");
});
