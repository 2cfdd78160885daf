import type { MapEdge, MapNode } from "@/lib/api/map";
import { texts } from "./texts";

type Picture = { nodes: readonly MapNode[]; edges: readonly MapEdge[] };

/**
 * The map with one node per virtual cluster, in the gateways' column. A host that leads to only one of them becomes
 * part of it; one arrow remains between any two virtual clusters. Shares belong to routes, so they disappear.
 */
export function collapsed({ nodes, edges }: Picture): { nodes: MapNode[]; edges: MapEdge[] } {
  const homeOf = new Map(nodes.map(({ id, virtualCluster }) => [id, virtualCluster]));
  const targetsOf = Map.groupBy(edges, ({ from }) => from);
  for (const { id, virtualCluster } of nodes) {
    if (virtualCluster !== null) continue;
    const homes = new Set((targetsOf.get(id) ?? []).map(({ to }) => homeOf.get(to)));
    const [only] = homes;
    if (homes.size === 1 && only) homeOf.set(id, only);
  }
  const inside = Map.groupBy(nodes, ({ id }) => homeOf.get(id) ?? null);
  const idOf = (id: string) => {
    const home = homeOf.get(id);
    return home ? `virtual-cluster:${home}` : id;
  };
  const joined = new Map<string, MapEdge>();
  for (const edge of edges) {
    const [from, to] = [idOf(edge.from), idOf(edge.to)];
    const id = `${from} ${to}`;
    if (from !== to && !joined.has(id)) joined.set(id, { id, from, to, weight: null, label: null });
  }
  return {
    nodes: [
      ...(inside.get(null) ?? []),
      ...[...inside].flatMap(([home, within]) => (home === null ? [] : [clusterNode(home, within)])),
    ],
    edges: [...joined.values()],
  };
}

function clusterNode(name: string, within: readonly MapNode[]): MapNode {
  const worst = (["error", "warning", "info"] as const).find((severity) =>
    within.some((node) => node.severity === severity),
  );
  return {
    id: `virtual-cluster:${name}`,
    kind: "gateway",
    label: name,
    note: texts.collapsedNote({ count: within.length }),
    virtualCluster: name,
    link: `/map?vc=${encodeURIComponent(name)}`,
    missing: false,
    severity: worst ?? null,
    findings: [],
  };
}
