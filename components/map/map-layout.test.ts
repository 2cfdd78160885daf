import { describe, expect, test } from "vitest";
import type { MapEdge, MapNode, MapNodeKind } from "@/lib/api/map";
import { neighbour, pathThrough } from "./flow";
import { edgeWidth } from "./map-edge-view";
import { layoutMap, type MapLayout, nodeHeightInPixels, viewportFor } from "./map-layout";
import { outlineOf } from "./map-outline";

const node = (kind: MapNodeKind, id: string): MapNode => ({
  id,
  kind,
  label: id,
  note: "",
  virtualCluster: "shop",
  link: null,
  missing: false,
  severity: null,
  findings: [],
});
const edge = (from: string, to: string, weight: number | null = null): MapEdge => ({
  id: `${from}→${to}`,
  from,
  to,
  weight,
  label: null,
});

const nodes = [
  node("host", "shop.example.com"),
  node("host", "www.example.com"),
  node("gateway", "gw"),
  node("virtual-service", "vs"),
  node("virtual-service", "mesh-only"),
  node("route", "route-1"),
  node("destination", "shop"),
  node("subset", "v1"),
  node("subset", "v2"),
];
const edges = [
  edge("shop.example.com", "gw"),
  edge("www.example.com", "gw"),
  edge("gw", "vs"),
  edge("vs", "route-1"),
  edge("mesh-only", "shop"),
  edge("route-1", "shop"),
  edge("shop", "v1", 80),
  edge("shop", "v2", 20),
];

describe("the layout of the routes map", () => {
  const layout = layoutMap({ nodes, edges });
  const at = (id: string) => layout.nodes.find((placed) => placed.node.id === id);

  test("puts the longest paths on top, and keeps unconnected parts apart", () => {
    const short = [node("host", "a.example.com"), node("gateway", "a")];
    const placed = layoutMap({
      nodes: [...short, ...nodes],
      edges: [edge("a.example.com", "a"), ...edges],
    }).nodes;
    const bottom = Math.max(...placed.flatMap(({ node, y }) => (short.includes(node) ? [] : [y])));
    for (const { node, y } of placed)
      if (short.includes(node)) expect(y).toBeGreaterThanOrEqual(bottom + nodeHeightInPixels);
  });

  test("gives every kind its own column, in order from the outside inwards", () => {
    expect(layout.columns.map(({ kind }) => kind)).toEqual([
      "host",
      "gateway",
      "virtual-service",
      "route",
      "destination",
      "subset",
    ]);
    for (const { node: of, x } of layout.nodes)
      expect(x).toBe(layout.columns.find(({ kind }) => kind === of.kind)?.x);
  });

  test("lets no two nodes of a column overlap", () => {
    for (const one of layout.nodes)
      for (const other of layout.nodes)
        if (one !== other && one.x === other.x)
          expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(nodeHeightInPixels);
  });

  test("is the same for the same map, and empty for an empty one", () => {
    expect(layoutMap({ nodes, edges })).toEqual(layout);
    expect(layoutMap({ nodes: [], edges: [] })).toMatchObject({
      nodes: [],
      widthInPixels: 0,
      heightInPixels: 0,
    });
  });

  test("skips arrows that lead nowhere or back", () => {
    const odd = [...edges, edge("gw", "gone"), edge("v1", "gw")];
    expect(layoutMap({ nodes, edges: odd }).nodes).toHaveLength(nodes.length);
  });

  test("arrow keys move within the column and to the neighboring columns", () => {
    const [upper, lower] = ["v1", "v2"].sort((one, other) => (at(one)?.y ?? 0) - (at(other)?.y ?? 0));
    expect(neighbour("ArrowDown", upper ?? "", layout.nodes)).toBe(lower);
    expect(neighbour("ArrowUp", upper ?? "", layout.nodes)).toBeNull();
    expect(neighbour("ArrowRight", "gw", layout.nodes)).toMatch(/vs|mesh-only/);
    expect(neighbour("ArrowLeft", "gw", layout.nodes)).toMatch(/example/);
    expect(neighbour("Enter", "gw", layout.nodes)).toBeNull();
  });
});

describe("a path through the routes map", () => {
  test("contains what comes before and after a node, not what is next to it", () => {
    const path = pathThrough("v1", edges);
    expect([...path.nodes].sort()).toEqual(
      ["gw", "mesh-only", "route-1", "shop", "shop.example.com", "v1", "vs", "www.example.com"].sort(),
    );
    expect(path.edges.has("shop→v2")).toBe(false);
  });
});

describe("the routes map as a list", () => {
  test("lists what follows a node once, however many arrows lead to it", () => {
    const outline = outlineOf({ nodes, edges });
    expect(outline.map((entry) => entry.node.id)).toEqual([
      "shop.example.com",
      "www.example.com",
      "mesh-only",
    ]);
    expect(outline[0]?.children[0]).toMatchObject({ node: { id: "gw" }, repeated: false });
    expect(outline[1]?.children[0]).toMatchObject({ node: { id: "gw" }, repeated: true, children: [] });
  });

  test("names every node at least once", () => {
    const named = new Set<string>();
    const collect = (entries: ReturnType<typeof outlineOf>) => {
      for (const entry of entries) {
        named.add(entry.node.id);
        collect(entry.children);
      }
    };
    collect(outlineOf({ nodes, edges }));
    expect([...named].sort()).toEqual(nodes.map(({ id }) => id).sort());
  });
});

const layout = (widthInPixels: number, heightInPixels: number): MapLayout => ({
  nodes: [],
  columns: [],
  widthInPixels,
  heightInPixels,
});
const box = { width: 1000, height: 500 };

test("a small map is centered at its own size, never enlarged", () => {
  expect(viewportFor.all(layout(400, 100), box)).toEqual({ x: 300, y: 200, zoom: 1 });
});

test("a map that would be too small to read starts at the top left", () => {
  const { x, y, zoom } = viewportFor.all(layout(9000, 9000), box);
  expect({ x, y }).toEqual({ x: 24, y: 24 });
  expect(zoom).toBeGreaterThanOrEqual(0.7);
});

test("a visible node moves nothing, and an invisible one is reached by the shortest move", () => {
  const viewport = { x: 0, y: 0, zoom: 1 };
  expect(viewportFor.reveal({ x: 100, y: 100 }, viewport, box)).toBeNull();
  const moved = viewportFor.reveal({ x: 1200, y: 100 }, viewport, box);
  expect(moved).toMatchObject({ y: 0, zoom: 1 });
  expect(viewportFor.reveal({ x: 1200, y: 100 }, moved ?? viewport, box)).toBeNull();
  expect(viewportFor.reveal({ x: -300, y: 100 }, viewport, box)?.x).toBe(324);
});

test("arrows grow with their share, within bounds", () => {
  const widths = [null, 0, 50, 100, 250].map(edgeWidth);
  expect(widths[0]).toBe(widths[1]);
  expect(widths[2]).toBeGreaterThan(widths[1] ?? 0);
  expect(widths[4]).toBe(widths[3]);
});
