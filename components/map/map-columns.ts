import type { MapNodeKind } from "@/lib/api/map";

/** How the columns of the picture are called, from the world inwards; `one` is a single node in running text. */
export const mapColumns = {
  host: { title: "Host", one: "host" },
  gateway: { title: "Gateway", one: "gateway" },
  "virtual-service": { title: "Virtual Service", one: "virtual service" },
  route: { title: "Condition", one: "condition" },
  destination: { title: "Destination", one: "destination" },
  subset: { title: "Subset", one: "subset" },
  workload: { title: "Pods", one: "pods" },
} as const satisfies Record<MapNodeKind, { title: string; one: string }>;

/** In the order of the columns; from this table, not from the API's schemas, which no page should have to load. */
export const mapKinds = Object.keys(mapColumns) as MapNodeKind[];
