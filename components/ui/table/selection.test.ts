import { beforeEach, expect, test, vi } from "vitest";
import { createSelection, type Selection } from "./selection";

interface Row {
  name: string;
  version?: number;
}

const rows = ["a", "b", "c", "d", "e"].map((name): Row => ({ name }));
let selection: Selection<Row>;
const names = () => [...selection.selected().keys()];

beforeEach(() => {
  selection = createSelection<Row>(({ name }) => name);
  selection.list(rows, true);
});

test("the header says none, some or all of the loaded rows", () => {
  expect(selection.part()).toBe("none");
  selection.toggle("b", true);
  expect(selection.part()).toBe("some");
  selection.toggleAll(true);
  expect([names(), selection.part()]).toEqual([["a", "b", "c", "d", "e"], "all"]);
  selection.list([...rows, { name: "f" }], true);
  expect(selection.part()).toBe("some");
  selection.toggleAll(false);
  expect(names()).toEqual([]);
});

test("Shift selects all rows in between, in both directions, and back again", () => {
  selection.toggle("d", true);
  selection.toggle("b", true, true);
  expect(names().sort()).toEqual(["b", "c", "d"]);
  selection.toggle("c", false, true);
  expect(names()).toEqual(["d"]);
});

test("a row that is gone from the whole list is no longer selected; one that isn't loaded stays", () => {
  selection.toggle("a", true);
  selection.toggle("e", true);
  selection.list(rows.slice(0, 3), false);
  expect(names()).toEqual(["a", "e"]);
  selection.list(rows.slice(0, 3), true);
  expect(names()).toEqual(["a"]);
});

test("a selected row is the list's current version", () => {
  selection.toggle("a", true);
  selection.list([{ name: "a", version: 2 }], true);
  expect(selection.selected().get("a")).toEqual({ name: "a", version: 2 });
});

test("a call without effect notifies nobody", () => {
  const heard = vi.fn();
  selection.toggle("a", true);
  const selected = selection.selected();
  selection.subscribe(heard);
  selection.list([...rows], true);
  expect(heard).not.toHaveBeenCalled();
  expect(selection.selected()).toBe(selected);
});

test("the whole list is selected once its last row is loaded, unless you select something else first", () => {
  const part = rows.slice(0, 2);
  selection.list(part, false);
  selection.toggle("a", true);
  selection.selectWhole();
  expect(names()).toEqual(["a"]);
  selection.list(rows, true);
  expect(selection.part()).toBe("all");

  selection.list(part, false);
  selection.selectWhole();
  selection.toggleAll(false);
  selection.list(rows, true);
  expect(names()).toEqual([]);
  selection.selectWhole();
  expect(selection.part()).toBe("all");
});

test("other filters empty the selection, the same ones don't", () => {
  selection.within("?q=a");
  selection.toggle("a", true);
  selection.within("?q=a");
  expect(names()).toEqual(["a"]);
  selection.within("?q=b");
  expect(names()).toEqual([]);

  selection.list(rows, false);
  selection.selectWhole();
  selection.within("");
  selection.list(rows, true);
  expect(names()).toEqual([]);
});
