import { expect, test } from "vitest";
import { placeBeside } from "./floating";

const view = { width: 390, height: 800 };
const anchorAt = (left: number, top: number) => ({ left, top, right: left + 32, bottom: top + 32 });
const down = { align: "end", side: "bottom", gap: 4 } as const;

test("is below its anchor, with right edges aligned", () => {
  expect(placeBeside(anchorAt(300, 8), { width: 200, height: 100 }, view, down)).toEqual({
    left: 132,
    top: 44,
    maxHeight: 748,
  });
});

test("never leaves the window at the sides", () => {
  expect(placeBeside(anchorAt(100, 8), { width: 374, height: 100 }, view, down).left).toBe(8);
  expect(
    placeBeside(anchorAt(340, 8), { width: 200, height: 100 }, view, { ...down, align: "start" }).left,
  ).toBe(182);
});

test("goes to the other side if only that has space", () => {
  expect(placeBeside(anchorAt(100, 700), { width: 200, height: 300 }, view, down).top).toBe(700 - 4 - 300);
  expect(placeBeside(anchorAt(100, 10), { width: 90, height: 24 }, view, { ...down, side: "top" }).top).toBe(
    46,
  );
});

test("takes the larger side and scrolls if neither has space", () => {
  const placed = placeBeside(anchorAt(100, 500), { width: 200, height: 2000 }, view, down);
  expect(placed).toMatchObject({ maxHeight: 488, top: 8 });
});
