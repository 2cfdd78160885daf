import type { Finding, ObjectReference, Severity } from "@/lib/istio/rules/finding";

/** In order, from outside inwards. */
export type MapNodeKind =
  | "host"
  | "gateway"
  | "virtual-service"
  | "route"
  | "destination"
  | "subset"
  | "workload";

interface MapFinding {
  code: string;
  severity: Severity;
  message: string;
}

export interface MapNode {
  id: string;
  kind: MapNodeKind;
  label: string;
  /** A second line. */
  note: string;
  /** The object that the node shows; null for a host, and for anything outside the cluster. */
  object: ObjectReference | null;
  /** Named by another object, but not there. */
  missing: boolean;
  findings: MapFinding[];
}

export interface MapEdge {
  id: string;
  from: string;
  to: string;
  /** Share of the route's requests in percent; null if everything goes this way. */
  weight: number | null;
  label: string | null;
}

export interface RoutesMap {
  nodes: MapNode[];
  edges: MapEdge[];
  /** Gateways and VirtualServices that were omitted. */
  leftOut: number;
}

export interface Drawing {
  /** Adds the node once; returns its ID. */
  node(node: Omit<MapNode, "missing" | "findings"> & { missing?: boolean; findings?: MapFinding[] }): string;
  /** Adds the arrow once; if it comes again, adds its weight. */
  edge(from: string, to: string, weight?: number | null, label?: string | null): void;
  has(id: string): boolean;
  done(leftOut: number): RoutesMap;
}

export function startDrawing(): Drawing {
  const nodes = new Map<string, MapNode>();
  const edges = new Map<string, MapEdge>();
  return {
    node(node) {
      if (!nodes.has(node.id)) nodes.set(node.id, { missing: false, findings: [], ...node });
      return node.id;
    },
    edge(from, to, weight = null, label = null) {
      const id = `${from} → ${to}`;
      const known = edges.get(id);
      if (!known) edges.set(id, { id, from, to, weight, label });
      else if (weight !== null) edges.set(id, { ...known, weight: (known.weight ?? 0) + weight });
    },
    has: (id) => nodes.has(id),
    done: (leftOut) => ({ nodes: [...nodes.values()], edges: [...edges.values()], leftOut }),
  };
}

/** The findings of an object; with `within`, only those in that part of it. */
export type FindingsAt = (object: ObjectReference, within?: readonly (string | number)[]) => MapFinding[];

export function findingsAt(findings: readonly Finding[]): FindingsAt {
  const byObject = Map.groupBy(findings, ({ object }) => keyOf(object));
  return (object, within = []) =>
    (byObject.get(keyOf(object)) ?? [])
      .filter(({ path }) => within.every((step, index) => path[index] === step))
      .map(({ code, severity, message }) => ({ code, severity, message }));
}

function keyOf({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace}/${name}`;
}
