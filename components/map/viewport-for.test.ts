import { expect, test } from "vitest";
import { edgeWidth } from "./map-edge-view";
import type { MapLayout } from "./map-layout";
import { viewportFor } from "./viewport-for";

const layout = (widthInPixels: number, heightInPixels: number): MapLayout => ({
  nodes: [],
  columns: [],
  widthInPixels,
  heightInPixels,
});
const box = { width: 1000, height: 500 };

test("a small map stands in the middle at its own size, never blown up", () => {
  expect(viewportFor.all(layout(400, 100), box)).toEqual({ x: 300, y: 200, zoom: 1 });
});

test("a map that would be too small to read begins at the top left instead", () => {
  const { x, y, zoom } = viewportFor.all(layout(9000, 9000), box);
  expect({ x, y }).toEqual({ x: 24, y: 24 });
  expect(zoom).toBeGreaterThanOrEqual(0.7);
});

test("a node in sight moves nothing, one outside is brought in by the shortest way", () => {
  const viewport = { x: 0, y: 0, zoom: 1 };
  expect(viewportFor.reveal({ x: 100, y: 100 }, viewport, box)).toBeNull();
  const moved = viewportFor.reveal({ x: 1200, y: 100 }, viewport, box);
  expect(moved).toMatchObject({ y: 0, zoom: 1 });
  expect(viewportFor.reveal({ x: 1200, y: 100 }, moved ?? viewport, box)).toBeNull();
  expect(viewportFor.reveal({ x: -300, y: 100 }, viewport, box)?.x).toBe(324);
});

test("arrows grow with their share, and stay within bounds", () => {
  const widths = [null, 0, 50, 100, 250].map(edgeWidth);
  expect(widths[0]).toBe(widths[1]);
  expect(widths[2]).toBeGreaterThan(widths[1] ?? 0);
  expect(widths[4]).toBe(widths[3]);
});
