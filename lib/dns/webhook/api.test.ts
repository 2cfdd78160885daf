import { expect, test } from "vitest";
import { filterOf } from "./api";

test.each([
  [{ include: ["example.net"] }, ["example.net", "a.example.net"], ["badexample.net", "net"]],
  [{ filters: [".example.net"] }, ["a.example.net"], ["example.net", "a.example.org"]],
  [
    { include: ["example.net"], exclude: ["x.example.net"] },
    ["a.example.net"],
    ["x.example.net", "a.x.example.net"],
  ],
  [
    { regexInclude: "\\.example\\.(net|org)$", regexExclude: "^x" },
    ["a.example.org"],
    ["x.example.net", "a.example.com"],
  ],
  [{ regexInclude: "(" }, [], ["a.example.net"]],
  [{}, ["anything.example"], []],
  [{ include: [" Example.NET. ", ""] }, ["a.example.net"], ["a.example.org"]],
  [{ include: [""], exclude: [""] }, ["anything.example"], []],
])("the domain filter %j takes what external-dns would take", (filter, taken, left) => {
  const { matches } = filterOf(filter);
  expect(taken.filter((name) => !matches(name))).toEqual([]);
  expect(left.filter(matches)).toEqual([]);
});
