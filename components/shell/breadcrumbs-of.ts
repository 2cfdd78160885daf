import { navigation } from "./navigation";

export interface Breadcrumb {
  title: string;
  /** Where it leads; none for the page itself and for parts of a path that are no page. */
  href?: string;
  /** An object's own name, drawn in monospace. */
  isName: boolean;
}

/** Words of a path that are not in the navigation. `page: false` where the address has no page of its own. */
const words: Readonly<Record<string, { title: string; page: boolean }>> = {
  "virtual-clusters": { title: "Virtual Clusters", page: true },
  gateways: { title: "Gateways", page: true },
  services: { title: "Services", page: true },
  "destination-rules": { title: "Destination Rules", page: true },
  "virtual-services": { title: "Virtual Services", page: true },
  "service-entries": { title: "Service Entries", page: true },
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
