import {
  Boxes,
  FileInput,
  FileKey2,
  Globe,
  Layers,
  Network,
  Package,
  Route,
  Server,
  Split,
} from "lucide-react";
import type { Command } from "./command-registry";

export interface ClusterCommand extends Pick<Command, "id" | "title" | "icon" | "keywords"> {
  /** The page below that of the virtual cluster. */
  page: string;
}

/** What can be done in a virtual cluster, in the order in which a site comes to be. A new form is a new line. */
export const clusterCommands: readonly ClusterCommand[] = [
  {
    id: "metadata.edit",
    title: "Edit metadata",
    icon: FileKey2,
    keywords: ["google", "dns provider", "service account"],
    page: "metadata",
  },
  { id: "service.create", title: "Create a service", icon: Server, keywords: ["new"], page: "services/new" },
  {
    id: "destination-rule.create",
    title: "Create a destination rule",
    icon: Layers,
    keywords: ["new", "subset", "version"],
    page: "destination-rules/new",
  },
  {
    id: "gateway.create",
    title: "Create a gateway",
    icon: Network,
    keywords: ["new", "secured host"],
    page: "gateways/new",
  },
  {
    id: "virtual-service.create",
    title: "Create a virtual service",
    icon: Split,
    keywords: ["new", "route", "weight"],
    page: "virtual-services/new",
  },
  {
    id: "service-entry.create",
    title: "Create a service entry",
    icon: Globe,
    keywords: ["new", "external"],
    page: "service-entries/new",
  },
  {
    id: "application.create",
    title: "Create an application",
    icon: Package,
    keywords: ["new", "deployment", "version"],
    page: "applications/new",
  },
  {
    id: "import",
    title: "Import or export YAML",
    icon: FileInput,
    keywords: ["upload", "download", "backup"],
    page: "import",
  },
  { id: "map", title: "Show the routes map", icon: Route, keywords: ["picture", "graph"], page: "map" },
  {
    id: "applications.list",
    title: "List applications",
    icon: Boxes,
    keywords: ["deployments", "versions"],
    page: "applications",
  },
];
