import type { MapNode, RoutesMap } from "@/lib/api/map";
import { appOf } from "@/lib/istio/deployment/form";
import { buildMap } from "@/lib/istio/map/build-map";
import type { MapNode as DrawnNode } from "@/lib/istio/map/drawing";
import type { MeshSnapshot } from "@/lib/istio/rules/mesh/snapshot";
import type { Sees } from "@/lib/server/access/permissions";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { labelsOf } from "./deployment-view";
import { linkTo } from "./links";

const severities = ["error", "warning", "info"] as const;

/** Pictures stay valid as long as the mesh returns the same snapshot. */
const drawn = new WeakMap<MeshSnapshot, Map<string, RoutesMap>>();

/** The routes of a gateway, of a virtual cluster, or of all. */
export function routesMap(
  cluster: Pick<ClusterRuntime, "mesh" | "cache">,
  namespace?: string,
  gateway?: string,
): RoutesMap {
  const snapshot = cluster.mesh.snapshot();
  const known = drawn.get(snapshot) ?? new Map<string, RoutesMap>();
  drawn.set(snapshot, known);
  const key = `${namespace ?? ""}/${gateway ?? ""}`;
  const map = known.get(key) ?? draw(cluster, namespace, gateway);
  known.set(key, map);
  return map;
}

/** Without the nodes of other namespaces, and without hosts that only those serve. */
export function visibleMap({ nodes, edges, leftOut }: RoutesMap, sees: Sees): RoutesMap {
  const own = new Set(
    nodes.flatMap(({ id, virtualCluster }) => (virtualCluster !== null && sees(virtualCluster) ? [id] : [])),
  );
  const near = new Set(
    edges.flatMap(({ from, to }) => [...(own.has(from) ? [to] : []), ...(own.has(to) ? [from] : [])]),
  );
  const isShown = ({ id, virtualCluster }: MapNode) =>
    own.has(id) || (virtualCluster === null && near.has(id));
  const kept = nodes.filter(isShown);
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)), leftOut };
}

function draw(
  { mesh, cache }: Pick<ClusterRuntime, "mesh" | "cache">,
  namespace: string | undefined,
  gateway: string | undefined,
): RoutesMap {
  const { nodes, edges, leftOut } = buildMap({
    snapshot: mesh.snapshot(),
    mesh: mesh.lookups(),
    findings: mesh.findings(),
    namespace,
    gateway,
    noteOf(within, name) {
      const deployment = cache.get("Deployment", within, name);
      return deployment
        ? `${deployment.status?.readyReplicas ?? 0} of ${deployment.spec?.replicas ?? 1} ready`
        : "";
    },
  });
  return { nodes: nodes.map((node) => withLink(node, cache)), edges, leftOut };
}

function withLink({ object, ...node }: DrawnNode, cache: ClusterRuntime["cache"]): MapNode {
  const deployment =
    object?.kind === "Deployment" ? cache.get("Deployment", object.namespace, object.name) : null;
  const app = deployment && appOf(deployment.metadata.name, labelsOf(deployment));
  const link = object && linkTo(app ? "Application" : object.kind, object.namespace, app ?? object.name);
  return {
    ...node,
    virtualCluster: object?.namespace ?? null,
    link,
    severity:
      severities.find((severity) => node.findings.some((finding) => finding.severity === severity)) ?? null,
  };
}
