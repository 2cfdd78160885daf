"use client";
import { useQueryClient } from "@tanstack/react-query";
import {
  Boxes,
  FileCode,
  FileInput,
  FileKey2,
  Globe,
  Layers,
  Network,
  Package,
  Pencil,
  Plus,
  RotateCw,
  Route,
  Server,
  Split,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useMemo } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { showToast } from "@/components/ui/overlay/toast";
import { leaveBy } from "@/components/ui/overlay/unsaved-guard";
import { checkGateway } from "@/lib/client/gateways";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import type { ChangedKind } from "@/lib/model/cluster-rights";
import type { Role } from "@/lib/model/roles";
import { type Command, useRegisterCommands } from "./command-registry";
import { texts } from "./texts";

/**
 * The palette's commands on every page; on the page of a virtual cluster or an object, they apply to it. Renders
 * nothing; it is a component so that it can load later than the page.
 */
export function PanelCommands() {
  const router = useRouter();
  const client = useQueryClient();
  const pathname = usePathname();
  const missing = useRoleCheck();

  const commands = useMemo(() => {
    const open = openObject(pathname);
    /** With the open virtual cluster, or the only one; otherwise you choose from the list first. */
    async function go(page: string) {
      let name = open?.virtualCluster;
      if (name === undefined) {
        const { pages } = await client.fetchInfiniteQuery(virtualClustersQuery());
        const [first, ...others] = pages.flatMap(({ items }) => items);
        if (first && others.length === 0) name = first.name;
      }
      const href =
        name === undefined ? "/virtual-clusters" : `/virtual-clusters/${encodeURIComponent(name)}/${page}`;
      leaveBy(() => router.push(href));
    }
    const made: Command[] = clusterCommands.map(({ page, title, role, kind, ...command }) => ({
      ...command,
      reason: role && missing([role, open?.virtualCluster ?? null, kind]),
      title: open ? texts.inVirtualCluster({ action: title, virtualCluster: open.virtualCluster }) : title,
      run: () => go(page),
    }));
    if (open?.segment === "gateways" && open.name !== undefined) {
      const { virtualCluster, name } = open;
      made.unshift({
        id: "gateway.check",
        title: texts.checkNow({ name }),
        icon: RotateCw,
        keywords: texts.checkWords,
        reason: missing(["operator", virtualCluster]),
        run: () => checkNow(virtualCluster, name),
      });
    }
    const noEdit = open
      ? missing(["editor", open.virtualCluster, changedAt.get(open.segment ?? "")])
      : undefined;
    return [...objectCommands(open, noEdit), ...made];
  }, [client, router, pathname, missing]);

  useRegisterCommands(commands);
  return null;
}

/** Checks every step of a gateway now, and confirms it. */
export async function checkNow(virtualCluster: string, name: string) {
  try {
    await checkGateway(virtualCluster, name);
    showToast({ id: `check ${name}`, title: texts.checking({ name }) });
  } catch (error) {
    const description = error instanceof Error ? error.message : undefined;
    showToast({ id: `check ${name}`, tone: "error", title: texts.cannotCheck({ name }), description });
  }
}

export interface ClusterCommand extends Pick<Command, "id" | "title" | "icon" | "keywords"> {
  /** The page below that of the virtual cluster. */
  page: string;
  /** What it takes there; without it, everybody may look. */
  role?: Role;
  /** What it creates. */
  kind?: ChangedKind;
}

/** The commands in a virtual cluster, in the order in which you build a site. To add a form, add a line. */
export const clusterCommands: readonly ClusterCommand[] = [
  {
    id: "metadata.edit",
    title: texts.editMetadata,
    icon: FileKey2,
    keywords: texts.metadataWords,
    page: "metadata",
    role: "admin",
  },
  {
    id: "service.create",
    title: texts.createService,
    icon: Server,
    keywords: texts.newWords,
    page: "services/new",
    role: "editor",
    kind: "Service",
  },
  {
    id: "destination-rule.create",
    title: texts.createDestinationRule,
    icon: Layers,
    keywords: texts.destinationRuleWords,
    page: "destination-rules/new",
    role: "editor",
    kind: "DestinationRule",
  },
  {
    id: "gateway.create",
    title: texts.createGateway,
    icon: Network,
    keywords: texts.gatewayWords,
    page: "gateways/new",
    role: "editor",
    kind: "Gateway",
  },
  {
    id: "virtual-service.create",
    title: texts.createVirtualService,
    icon: Split,
    keywords: texts.virtualServiceWords,
    page: "virtual-services/new",
    role: "editor",
    kind: "VirtualService",
  },
  {
    id: "service-entry.create",
    title: texts.createServiceEntry,
    icon: Globe,
    keywords: texts.serviceEntryWords,
    page: "service-entries/new",
    role: "editor",
    kind: "ServiceEntry",
  },
  {
    id: "application.create",
    title: texts.createApplication,
    icon: Package,
    keywords: texts.applicationWords,
    page: "applications/new",
    role: "editor",
    kind: "Deployment",
  },
  {
    id: "import",
    title: texts.importOrExport,
    icon: FileInput,
    keywords: texts.importWords,
    page: "import",
  },
  { id: "map", title: texts.showMap, icon: Route, keywords: texts.mapWords, page: "map" },
  {
    id: "applications.list",
    title: texts.listApplications,
    icon: Boxes,
    keywords: texts.applicationsWords,
    page: "applications",
  },
];

export interface OpenObject {
  virtualCluster: string;
  /** The kind as in the path, such as "services"; none on the page of the virtual cluster itself. */
  segment?: string;
  /** The object; none on lists and on the form of a new one. */
  name?: string;
}

/** The virtual cluster, kind and object of a page; null for other pages. */
export function openObject(pathname: string): OpenObject | null {
  const [top, virtualCluster, segment, name] = pathname.split("/").filter(Boolean).map(decode);
  if (top !== "virtual-clusters" || virtualCluster === undefined) return null;
  return {
    virtualCluster,
    ...(segment === undefined ? {} : { segment }),
    ...(name === undefined || name === "new" ? {} : { name }),
  };
}

/** What changes at the form of an object, by the part of its path; an application's versions are Deployments. */
const changedAt: ReadonlyMap<string, ChangedKind> = new Map([
  ["gateways", "Gateway"],
  ["services", "Service"],
  ["destination-rules", "DestinationRule"],
  ["virtual-services", "VirtualService"],
  ["service-entries", "ServiceEntry"],
  ["applications", "Deployment"],
]);

/** The commands for the open object. */
export function objectCommands(open: OpenObject | null, noEdit?: string): Command[] {
  if (!open?.segment || open.name === undefined) return [];
  const { virtualCluster, segment, name } = open;
  const page = `/virtual-clusters/${encodeURIComponent(virtualCluster)}/${segment}/${encodeURIComponent(name)}`;
  if (segment === "applications")
    return [
      {
        id: "application.version",
        title: texts.addVersion({ name }),
        icon: Plus,
        href: `${page}/versions/new`,
        reason: noEdit,
      },
    ];
  if (!changedAt.has(segment)) return [];
  return [
    {
      id: "object.edit",
      title: texts.edit({ name }),
      icon: Pencil,
      keywords: texts.editWords,
      href: `${page}/edit`,
      reason: noEdit,
    },
    ...(segment === "gateways"
      ? []
      : [{ id: "object.yaml", title: texts.showYaml({ name }), icon: FileCode, href: `${page}?tab=yaml` }]),
  ];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
