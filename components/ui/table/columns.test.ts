import { expect, test } from "vitest";
import { fittingColumns, nextSort } from "./columns";

test("pressing a header sorts ascending, descending, not at all; another header starts over", () => {
  const first = nextSort(null, "name");
  expect(first).toEqual({ column: "name", direction: "asc" });
  const second = nextSort(first, "name");
  expect(second).toEqual({ column: "name", direction: "desc" });
  expect(nextSort(second, "name")).toBeNull();
  expect(nextSort(second, "age")).toEqual({ column: "age", direction: "asc" });
});

test("a column that starts with the largest sorts descending, ascending, not at all", () => {
  const first = nextSort(null, "findings", "desc");
  expect(first).toEqual({ column: "findings", direction: "desc" });
  const second = nextSort(first, "findings", "desc");
  expect(second).toEqual({ column: "findings", direction: "asc" });
  expect(nextSort(second, "findings", "desc")).toBeNull();
});

const columns = [
  { id: "name", atLeastPx: 200 },
  { id: "cluster" },
  { id: "ports", rank: 2, hideOnPhone: true },
  { id: "findings", rank: 0 },
];
const nothing = new Set<string>();
const ids = (widthPx: number | null, isPhone = false, hidden: ReadonlySet<string> = nothing) =>
  fittingColumns(columns, { widthPx, isPhone, hidden }).map(({ id }) => id);

test("columns without space are omitted, highest rank first, and the order stays", () => {
  expect(ids(2000)).toEqual(["name", "cluster", "ports", "findings"]);
  expect(ids(600)).toEqual(["name", "cluster", "findings"]);
  expect(ids(440)).toEqual(["name", "findings"]);
});

test("the first column is there, however narrow", () => {
  expect(ids(50)).toEqual(["name"]);
  expect(ids(2000, false, new Set(["name"]))).toContain("name");
});

test("hiding a column makes space for another", () => {
  expect(ids(600, false, new Set(["cluster"]))).toEqual(["name", "ports", "findings"]);
});

test("cards on phones have a line for each value at any width, except values for wider screens", () => {
  expect(ids(300, true)).toEqual(["name", "cluster", "findings"]);
});

test("while the width is unknown, columns beyond a usual screen are for phones only", () => {
  expect(ids(null)).toHaveLength(4);
  const wide = [
    { id: "name", atLeastPx: 900 },
    { id: "ports", rank: 2 },
    { id: "findings", rank: 0 },
  ];
  const drawn = fittingColumns(wide, { widthPx: null, isPhone: false, hidden: nothing });
  expect(drawn).toEqual([wide[0], { ...wide[1], onPhoneOnly: true }, wide[2]]);
});
