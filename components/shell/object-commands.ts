import { FileCode, Pencil, Plus } from "lucide-react";
import type { Command } from "./command-registry";

export interface OpenObject {
  virtualCluster: string;
  /** The kind as its address names it, such as "services"; none on the page of the virtual cluster itself. */
  segment?: string;
  /** The object; none on lists and on the form of a new one. */
  name?: string;
}

/** The virtual cluster, kind and object that a page is about; null for pages about none. */
export function openObject(pathname: string): OpenObject | null {
  const [top, virtualCluster, segment, name] = pathname.split("/").filter(Boolean).map(decode);
  if (top !== "virtual-clusters" || virtualCluster === undefined) return null;
  return {
    virtualCluster,
    ...(segment === undefined ? {} : { segment }),
    ...(name === undefined || name === "new" ? {} : { name }),
  };
}

/** Kinds whose objects have a form of their own and a tab with their YAML. */
const edited = new Set(["gateways", "services", "destination-rules", "virtual-services", "service-entries"]);

/** What can be done with the object that is open. */
export function objectCommands(open: OpenObject | null): Command[] {
  if (!open?.segment || open.name === undefined) return [];
  const { virtualCluster, segment, name } = open;
  const page = `/virtual-clusters/${encodeURIComponent(virtualCluster)}/${segment}/${encodeURIComponent(name)}`;
  if (segment === "applications")
    return [
      {
        id: "application.version",
        title: `Add a version to ${name}`,
        icon: Plus,
        href: `${page}/versions/new`,
      },
    ];
  if (!edited.has(segment)) return [];
  return [
    { id: "object.edit", title: `Edit ${name}`, icon: Pencil, keywords: ["change"], href: `${page}/edit` },
    ...(segment === "gateways"
      ? []
      : [{ id: "object.yaml", title: `Show the YAML of ${name}`, icon: FileCode, href: `${page}?tab=yaml` }]),
  ];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
