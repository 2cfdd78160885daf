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
  Settings,
  Split,
  Stethoscope,
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
      { title: "Virtual clusters", href: "/virtual-clusters", icon: Boxes },
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
      { title: "Destination rules", href: "/destination-rules", icon: Layers },
      { title: "Virtual services", href: "/virtual-services", icon: Split },
      { title: "Service entries", href: "/service-entries", icon: Globe },
    ],
  },
  {
    title: "Cluster",
    entries: [
      { title: "Findings", href: "/findings", icon: ScanSearch },
      { title: "Diagnose", href: "/diagnose", icon: Stethoscope },
      { title: "Istio", href: "/istio", icon: Sailboat },
      { title: "Import", href: "/import", icon: FileInput },
      { title: "Events", href: "/events", icon: Activity },
      { title: "Cleanups", href: "/cleanups", icon: Eraser },
      { title: "Notifications", href: "/notifications", icon: Bell },
      { title: "Settings", href: "/settings", icon: Settings },
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

export interface Breadcrumb {
  title: string;
  /** Where it leads; none for the page itself and for parts of a path that are no page. */
  href?: string;
  /** An object's own name, drawn in monospace. */
  isName: boolean;
}

/** Words of a path that are not in the navigation. `page: false` where the address has no page of its own. */
const words: Readonly<Record<string, { title: string; page: boolean }>> = {
  "virtual-clusters": { title: "Virtual clusters", page: true },
  gateways: { title: "Gateways", page: true },
  services: { title: "Services", page: true },
  "destination-rules": { title: "Destination rules", page: true },
  "virtual-services": { title: "Virtual services", page: true },
  "service-entries": { title: "Service entries", page: true },
  applications: { title: "Applications", page: true },
  versions: { title: "Versions", page: false },
  metadata: { title: "Metadata", page: true },
  map: { title: "Routes map", page: true },
  import: { title: "Import", page: true },
  edit: { title: "Edit", page: true },
  new: { title: "New", page: true },
};

/**
 * The trail of a path: `/virtual-clusters/vamp-demo/gateways/gw-1/edit` becomes
 * Virtual Clusters › vamp-demo › Gateways › gw-1 › Edit. What no table knows is taken for an object's name.
 */
export function breadcrumbsOf(pathname: string): Breadcrumb[] {
  const segments = pathname.split("/").filter(Boolean);
  const pages = new Map(
    navigation.flatMap((group) => group.entries.map((entry) => [entry.href, entry.title])),
  );
  return segments.map((segment, index) => {
    const href = `/${segments.slice(0, index + 1).join("/")}`;
    const page = pages.get(href);
    const word = page === undefined ? words[segment] : { title: page, page: true };
    const linked = index < segments.length - 1 && (word === undefined || word.page);
    return {
      title: word?.title ?? decode(segment),
      isName: word === undefined,
      ...(linked ? { href } : {}),
    };
  });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
