import {
  Activity,
  BadgeCheck,
  Bell,
  Boxes,
  Eraser,
  FileInput,
  Globe,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  Network,
  Package,
  Route,
  Sailboat,
  ScanSearch,
  Server,
  Split,
} from "lucide-react";

export interface NavigationEntry {
  title: string;
  href: string;
  icon: LucideIcon;
}

export interface NavigationGroup {
  /** Shown above the entries; null for the first, unnamed group. */
  title: string | null;
  entries: readonly NavigationEntry[];
}

/** The sidebar, the phone's menu and the palette's "Go to" all read this table. A new page is a new line. */
export const navigation: readonly NavigationGroup[] = [
  {
    title: null,
    entries: [
      { title: "Overview", href: "/", icon: LayoutDashboard },
      { title: "Virtual Clusters", href: "/virtual-clusters", icon: Boxes },
      { title: "Applications", href: "/applications", icon: Package },
      { title: "Gateways", href: "/gateways", icon: Network },
      { title: "Certificates", href: "/certificates", icon: BadgeCheck },
      { title: "Routes map", href: "/map", icon: Route },
    ],
  },
  {
    title: "Mesh",
    entries: [
      { title: "Services", href: "/services", icon: Server },
      { title: "Destination Rules", href: "/destination-rules", icon: Layers },
      { title: "Virtual Services", href: "/virtual-services", icon: Split },
      { title: "Service Entries", href: "/service-entries", icon: Globe },
    ],
  },
  {
    title: "Cluster",
    entries: [
      { title: "Findings", href: "/findings", icon: ScanSearch },
      { title: "Istio", href: "/istio", icon: Sailboat },
      { title: "Import", href: "/import", icon: FileInput },
      { title: "Events", href: "/events", icon: Activity },
      { title: "Cleanups", href: "/cleanups", icon: Eraser },
      { title: "Notifications", href: "/notifications", icon: Bell },
    ],
  },
];

/** Pages that stand alone, without sidebar and top bar. */
export const pagesWithoutShell: readonly string[] = ["/sign-in"];

/** True for the entry whose page, or a page below it, is open. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === "/") return pathname === "/";
  return pathname === href || pathname.startsWith(`${href}/`);
}
