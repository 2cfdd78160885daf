import { expect, test } from "vitest";
import { leftoversOf } from "./leftovers";

test.each([
  ["the same form leaves nothing", { a: 1, l: [{ p: 1 }] }, { a: 1, l: [{ p: 1 }] }, []],
  ["a key of a map", { labels: { a: "1" } }, { labels: { a: "1", b: "2" } }, [["labels", "b"]]],
  ["a field", { ports: [{ port: 1 }] }, { ports: [{ port: 1, name: "x" }] }, [["ports", 0, "name"]]],
  ["an entry of a list", { ports: [{ port: 1 }] }, { ports: [{ port: 2 }, { port: 1 }] }, [["ports", 0]]],
  ["another order is none", { l: [1, 2, 3] }, { l: [3, 1, 2] }, []],
  ["an empty value is none", { a: 1 }, { a: 1, b: {}, c: "", d: [] }, []],
  ["a value that another replaced is none", { a: 1 }, { a: 2 }, []],
  ["what was asked for and is not there is none", { a: 1, b: 1 }, { a: 1 }, []],
])("%s", (_, asked, shown, paths) => {
  expect(leftoversOf(asked, shown).map((leftover) => leftover.shown)).toEqual(paths);
});

test("a field of an entry that stands elsewhere in the list is named in both forms", () => {
  const asked = { ports: [{ port: 1 }, { port: 2, name: "b" }] };
  const shown = {
    ports: [
      { port: 2, name: "b" },
      { port: 1, name: "a" },
    ],
  };
  expect(leftoversOf(asked, shown)).toEqual([{ asked: ["ports", 0, "name"], shown: ["ports", 1, "name"] }]);
});
