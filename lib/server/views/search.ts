import type { FoundObject } from "@/lib/api/page";
import type { FormKind } from "@/lib/kubernetes/objects/objects";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { securedHostsAnnotation } from "@/lib/model/secured-hosts";
import { type Application, applicationsOf } from "./applications";
import { linkTo } from "./links";

interface Entry {
  found: Omit<FoundObject, "context">;
  /** In lowercase. */
  name: string;
  hosts: readonly string[];
}

type Cache = Pick<ClusterCache, "list">;

/** What is built from a list is kept as long as the cache returns the same list. */
const known = new WeakMap<readonly object[], readonly Entry[]>();

/** Finds objects of all kinds: first names that start with the text, then names that contain it, then hosts. */
export function searchObjects({ cache }: { cache: Cache }, q: string, limit: number): FoundObject[] {
  const text = q.toLowerCase();
  if (text === "") return [];
  const ranked: FoundObject[][] = [[], [], [], []];
  for (const { found, name, hosts } of sources(cache).flat()) {
    if (name === text) ranked[0]?.push({ ...found, context: null });
    else if (name.startsWith(text)) ranked[1]?.push({ ...found, context: null });
    else if (name.includes(text)) ranked[2]?.push({ ...found, context: null });
    else {
      const host = hosts.find((each) => each.includes(text));
      if (host !== undefined) ranked[3]?.push({ ...found, context: host });
    }
    if ((ranked[0]?.length ?? 0) >= limit) break;
  }
  return ranked.flat().slice(0, limit);
}

function sources(cache: Cache): (readonly Entry[])[] {
  return [
    kept(cache.list("Namespace"), ({ metadata }) => ({
      kind: "VirtualCluster",
      name: metadata.name,
      virtualCluster: null,
      hosts: [],
    })),
    kept(cache.list("Gateway"), ({ metadata, spec }) => ({
      ...placeOf("Gateway", metadata),
      hosts: [
        metadata.annotations?.[securedHostsAnnotation] ?? "",
        ...(spec?.servers ?? []).flatMap(({ hosts }) => hosts),
      ],
    })),
    kept(cache.list("VirtualService"), ({ metadata, spec }) => ({
      ...placeOf("VirtualService", metadata),
      hosts: spec?.hosts ?? [],
    })),
    kept(applicationsOf({ cache }), ({ namespace, name, deployments }: Application) => ({
      ...placeOf("Application", { namespace, name }),
      hosts: deployments.map(({ metadata }) => metadata.name),
    })),
    kept(cache.list("Service"), ({ metadata }) => ({ ...placeOf("Service", metadata), hosts: [] })),
    kept(cache.list("DestinationRule"), ({ metadata, spec }) => ({
      ...placeOf("DestinationRule", metadata),
      hosts: spec ? [spec.host] : [],
    })),
    kept(cache.list("ServiceEntry"), ({ metadata, spec }) => ({
      ...placeOf("ServiceEntry", metadata),
      hosts: spec?.hosts ?? [],
    })),
  ];
}

interface Described {
  kind: FoundObject["kind"];
  name: string;
  virtualCluster: string | null;
  hosts: readonly string[];
}

function placeOf(
  kind: Exclude<FormKind, "Deployment"> | "Application",
  { namespace = "", name }: { namespace?: string; name: string },
) {
  return { kind, name, virtualCluster: namespace };
}

function kept<Item extends object>(
  list: readonly Item[],
  entryOf: (item: Item) => Described,
): readonly Entry[] {
  const before = known.get(list);
  if (before) return before;
  const entries = list.map((item): Entry => {
    const { kind, name, virtualCluster, hosts } = entryOf(item);
    const link = linkTo(kind, virtualCluster ?? name, name);
    return {
      found: { kind, name, virtualCluster, link },
      name: name.toLowerCase(),
      hosts: hosts.filter((host) => host !== "").map((host) => host.toLowerCase()),
    };
  });
  known.set(list, entries);
  return entries;
}
