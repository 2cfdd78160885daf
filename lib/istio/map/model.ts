import type { ObjectReference, Severity } from "../rules/finding";

/** In the order from the world inwards. */
export type MapNodeKind =
  | "host"
  | "gateway"
  | "virtual-service"
  | "route"
  | "destination"
  | "subset"
  | "workload";

export interface MapFinding {
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
  /** The object behind it; null for a host, and for what is outside the cluster. */
  object: ObjectReference | null;
  /** Named by another object, but not there. */
  missing: boolean;
  findings: MapFinding[];
}

export interface MapEdge {
  id: string;
  from: string;
  to: string;
  /** Share of the route's requests in percent; null where everything goes this way. */
  weight: number | null;
  label: string | null;
}

export interface RoutesMap {
  nodes: MapNode[];
  edges: MapEdge[];
  /** Gateways and Virtual Services that were too many to be drawn. */
  leftOut: number;
}
