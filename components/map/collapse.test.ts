import { expect, test } from "vitest";
import type { MapNode } from "@/lib/api/map";
import { collapsed } from "./collapse";

const node = (id: string, kind: MapNode["kind"], virtualCluster: string | null, more = {}): MapNode => ({
  id,
  kind,
  label: id,
  note: "",
  virtualCluster,
  link: null,
  missing: false,
  severity: null,
  findings: [],
  ...more,
});
const edge = (from: string, to: string) => ({ id: `${from}>${to}`, from, to, weight: null, label: null });

test("a virtual cluster becomes one node with its worst finding, its own hosts, and one arrow to each other one", () => {
  const { nodes, edges } = collapsed({
    nodes: [
      node("own", "host", null),
      node("both", "host", null),
      node("a1", "gateway", "a"),
      node("a2", "virtual-service", "a", { severity: "warning" }),
      node("b1", "gateway", "b"),
      node("b2", "destination", "b", { severity: "error" }),
    ],
    edges: [
      edge("own", "a1"),
      edge("both", "a1"),
      edge("both", "b1"),
      edge("a1", "a2"),
      edge("a2", "b2"),
      edge("a1", "b2"),
    ],
  });
  expect(nodes.map(({ id, severity }) => [id, severity])).toEqual([
    ["both", null],
    ["virtual-cluster:a", "warning"],
    ["virtual-cluster:b", "error"],
  ]);
  expect(edges.map(({ from, to }) => [from, to])).toEqual([
    ["both", "virtual-cluster:a"],
    ["both", "virtual-cluster:b"],
    ["virtual-cluster:a", "virtual-cluster:b"],
  ]);
});
