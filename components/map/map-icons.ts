import { Boxes, GitBranch, Globe, Layers, type LucideIcon, Network, Server, Split } from "lucide-react";
import type { MapNodeKind } from "@/lib/api/map";

/** The sign of each kind in the picture, the list and the legend. */
export const mapIcons = {
  host: Globe,
  gateway: Network,
  "virtual-service": GitBranch,
  route: Split,
  destination: Server,
  subset: Layers,
  workload: Boxes,
} as const satisfies Record<MapNodeKind, LucideIcon>;
