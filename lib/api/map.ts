import { z } from "zod";
import { severities } from "./finding";

/** In order from the outside inwards: a picture gives each kind its own column. */
const mapNodeKinds = [
  "host",
  "gateway",
  "virtual-service",
  "route",
  "destination",
  "subset",
  "workload",
] as const;

const mapNodeSchema = z.object({
  /** e.g. `gateway:vamp-demo/gw-1` */
  id: z.string(),
  kind: z.enum(mapNodeKinds),
  label: z.string(),
  /** A second line: the port of a gateway, `matches all` of a route, the ready pods of a workload. */
  note: z.string(),
  virtualCluster: z.string().nullable(),
  /** Page of the object in the panel; null if there is none. */
  link: z.string().nullable(),
  /** Another object names it, but it doesn't exist. */
  missing: z.boolean(),
  /** The worst severity among its findings. */
  severity: z.enum(severities).nullable(),
  findings: z.array(z.object({ code: z.string(), severity: z.enum(severities), message: z.string() })),
});

const mapEdgeSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** Share of the route's requests in percent; null when everything goes this way. */
  weight: z.number().nullable(),
  label: z.string().nullable(),
});

export const mapQuerySchema = z.object({
  virtualCluster: z.string().optional(),
  gateway: z.string().optional(),
});

export const mapSchema = z
  .object({
    nodes: z.array(mapNodeSchema),
    edges: z.array(mapEdgeSchema),
    /** Set when there was too much to show: the number of omitted gateways and mesh services. */
    leftOut: z.int(),
  })
  .meta({ id: "RoutesMap" });

export type MapNodeKind = (typeof mapNodeKinds)[number];
export type MapNode = z.infer<typeof mapNodeSchema>;
export type MapEdge = z.infer<typeof mapEdgeSchema>;
export type RoutesMap = z.infer<typeof mapSchema>;
