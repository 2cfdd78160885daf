import { describe, expect, it } from "vitest";
import { walkLayout } from "./walk-layout";
import { walkTable } from "./walk-table";

const placeOf = (layout: ReturnType<typeof walkLayout>, id: string) => {
  const node = layout.nodes.find((each) => each.id === id);
  return node && [node.column, node.row];
};

describe("walkLayout", () => {
  it("draws the walk as two lanes that meet at serving and end in answering", () => {
    const layout = walkLayout(walkTable);
    expect(placeOf(layout, "address")).toEqual([0, 0]);
    expect(placeOf(layout, "zone")).toEqual([0, 1]);
    expect(placeOf(layout, "record")).toEqual([1, 0]);
    expect(placeOf(layout, "delegation")).toEqual([1, 1]);
    expect(placeOf(layout, "certificate")).toEqual([2, 1]);
    expect(placeOf(layout, "serving")).toEqual([4, 0.5]);
    expect(placeOf(layout, "answering")).toEqual([5, 0.5]);
    expect([layout.columns, layout.rows]).toEqual([6, 2]);
  });

  it("draws an arrow for every dependency in the table", () => {
    const needs = walkTable.flatMap((step) => step.needs.map((need) => `${need} → ${step.id}`));
    const drawn = walkLayout(walkTable).edges.map(({ from, to }) => `${from.id} → ${to.id}`);
    expect(drawn).toEqual(needs);
  });

  it("never puts two steps in one place, nor one left of what it depends on", () => {
    const layout = walkLayout([
      { id: "a", needs: [] },
      { id: "b", needs: ["a"] },
      { id: "c", needs: ["a"] },
      { id: "d", needs: ["a", "b"] },
      { id: "e", needs: ["a"] },
    ]);
    const places = layout.nodes.map(({ column, row }) => `${column}/${row}`);
    expect(new Set(places).size).toBe(5);
    for (const { from, to } of layout.edges) expect(from.column).toBeLessThan(to.column);
  });

  it("draws nothing for no steps", () => {
    expect(walkLayout([])).toMatchObject({ nodes: [], edges: [] });
  });
});
