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
  UserRound,
  UserRoundCheck,
} from "lucide-react";
import { texts } from "./texts";

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

/** The sidebar, the phone's menu and the palette's "Go to" all read this table. To add a page, add a line. */
export const navigation: readonly NavigationGroup[] = [
  {
    title: null,
    entries: [
      { title: texts.overview, href: "/", icon: LayoutDashboard },
      { title: texts.virtualClusters, href: "/virtual-clusters", icon: Boxes },
      { title: texts.applications, href: "/applications", icon: Package },
      { title: texts.gateways, href: "/gateways", icon: Network },
      { title: texts.certificates, href: "/certificates", icon: BadgeCheck },
      { title: texts.map, href: "/map", icon: Route },
    ],
  },
  {
    title: texts.mesh,
    entries: [
      { title: texts.services, href: "/services", icon: Server },
      { title: texts.destinationRules, href: "/destination-rules", icon: Layers },
      { title: texts.virtualServices, href: "/virtual-services", icon: Split },
      { title: texts.serviceEntries, href: "/service-entries", icon: Globe },
    ],
  },
  {
    title: texts.cluster,
    entries: [
      { title: texts.findings, href: "/findings", icon: ScanSearch },
      { title: texts.diagnose, href: "/diagnose", icon: Stethoscope },
      { title: texts.istio, href: "/istio", icon: Sailboat },
      { title: texts.import, href: "/import", icon: FileInput },
      { title: texts.events, href: "/events", icon: Activity },
      { title: texts.audit, href: "/audit", icon: UserRoundCheck },
      { title: texts.cleanups, href: "/cleanups", icon: Eraser },
      { title: texts.notifications, href: "/notifications", icon: Bell },
      { title: texts.people, href: "/people", icon: UserRound },
      { title: texts.settings, href: "/settings", icon: Settings },
    ],
  },
];

/** Whether the entry's page, or a page below it, is open. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === "/") return pathname === "/";
  return pathname === href || pathname.startsWith(`${href}/`);
}

/** Whether a page has a sidebar and a top bar: those for signing in have none. */
export function hasShell(pathname: string): boolean {
  return !isCurrent("/sign-in", pathname);
}

export interface Breadcrumb {
  title: string;
  /** The link; none for the current page and for parts of a path without a page. */
  href?: string;
  /** An object's own name, shown in monospace. */
  isName: boolean;
}

/** Words in paths that the navigation doesn't have. `page: false` if the path has no page of its own. */
const words: Readonly<Record<string, { title: string; page: boolean }>> = {
  "virtual-clusters": { title: texts.virtualClusters, page: true },
  gateways: { title: texts.gateways, page: true },
  services: { title: texts.services, page: true },
  "destination-rules": { title: texts.destinationRules, page: true },
  "virtual-services": { title: texts.virtualServices, page: true },
  "service-entries": { title: texts.serviceEntries, page: true },
  applications: { title: texts.applications, page: true },
  account: { title: texts.yourAccount, page: true },
  versions: { title: texts.versions, page: false },
  metadata: { title: texts.metadata, page: true },
  history: { title: texts.history, page: true },
  access: { title: texts.access, page: true },
  map: { title: texts.map, page: true },
  import: { title: texts.import, page: true },
  online: { title: texts.online, page: true },
  edit: { title: texts.edit, page: true },
  new: { title: texts.new, page: true },
};

/**
 * The trail of a path: `/virtual-clusters/vamp-demo/gateways/gw-1/edit` becomes Virtual Clusters › vamp-demo ›
 * Gateways › gw-1 › Edit. A part in no table is an object's name.
 */
export function breadcrumbsOf(pathname: string): Breadcrumb[] {
  const segments = pathname.split("/").filter(Boolean);
  const pages = new Map([
    ...navigation.flatMap((group) => group.entries.map(({ href, title }) => [href, title] as const)),
    ["/certificates/others", texts.others] as const,
    ["/people/groups", texts.groups] as const,
    ["/people/sessions", texts.sessions] as const,
    ["/people/tokens", texts.apiTokens] as const,
  ]);
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
