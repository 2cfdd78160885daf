import { expect, test } from "vitest";
import { nextSort } from "./column";

test("pressing a header goes ascending, descending, unsorted; another header starts anew", () => {
  const first = nextSort(null, "name");
  expect(first).toEqual({ column: "name", direction: "asc" });
  const second = nextSort(first, "name");
  expect(second).toEqual({ column: "name", direction: "desc" });
  expect(nextSort(second, "name")).toBeNull();
  expect(nextSort(second, "age")).toEqual({ column: "age", direction: "asc" });
});

test("a column whose most comes first goes descending, ascending, unsorted", () => {
  const first = nextSort(null, "findings", "desc");
  expect(first).toEqual({ column: "findings", direction: "desc" });
  const second = nextSort(first, "findings", "desc");
  expect(second).toEqual({ column: "findings", direction: "asc" });
  expect(nextSort(second, "findings", "desc")).toBeNull();
});
