import { expect, it } from "vitest";
import { cutPage, limitOf, readCursor, readIdCursor, timeOrderedId } from "./page";

const cursorOf = (row: string) => [row, "é/ü"];

it("there is a next page exactly when there is one more row than requested", () => {
  expect(cutPage(["a", "b"], 2, cursorOf)).toEqual({ items: ["a", "b"], nextCursor: null });
  expect(cutPage([], 2, cursorOf)).toEqual({ items: [], nextCursor: null });
  const page = cutPage(["a", "b", "c"], 2, cursorOf);
  expect(page.items).toEqual(["a", "b"]);
  expect(readCursor({ cursor: page.nextCursor ?? "" }, 2)).toEqual(["b", "é/ü"]);
});

it("cursors need no escaping in a URL", () => {
  expect(cutPage(["?&=", "x"], 1, cursorOf).nextCursor).toMatch(/^[\w-]+$/);
});

it("foreign cursors are rejected", () => {
  const ofOtherList = cutPage(["a", "b"], 1, (row) => [row]).nextCursor ?? "";
  for (const cursor of ["x", "e30", ofOtherList]) expect(() => readCursor({ cursor }, 2)).toThrow("cursor");
  expect(() => readIdCursor({ cursor: ofOtherList })).toThrow("cursor");
});

it("the limit stays within bounds", () => {
  expect([undefined, 0, -3, 7, 9_999].map((limit) => limitOf({ limit }))).toEqual([50, 1, 1, 7, 500]);
});

it("IDs sort by creation time, and are UUIDs of version 7", () => {
  const ids = [0, 1, 1_700_000_000_000, 1_700_000_000_001].map((time) => timeOrderedId(new Date(time)));
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
