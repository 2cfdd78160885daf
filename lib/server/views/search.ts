import type { FoundObject } from "@/lib/api/page";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import type { FormKind } from "@/lib/kubernetes/objects/objects";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { nameIncludes } from "@/lib/model/idn";
import { securedHostsAnnotation } from "@/lib/model/secured-hosts";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import { type Application, applicationsOf } from "./applications";
import { hostsOf } from "./gateway-view";
import { linkTo } from "./links";

interface Entry {
  found: Omit<FoundObject, "context">;
  /** In lowercase. */
  name: string;
  /** And addresses, in lowercase, too. */
  hosts: readonly string[];
  /** What changes while the object stays the same: the addresses of a Gateway. */
  addresses: () => readonly string[];
}

type Cache = Pick<ClusterCache, "list">;

interface Parts {
  cache: Cache;
  live: Pick<LiveWalks, "get">;
}

/** What is built from a list is kept as long as the cache returns the same list. */
const known = new WeakMap<readonly object[], readonly Entry[]>();

/**
 * Finds objects of all kinds: first names that start with the text, then names that contain it, then hosts and
 * addresses.
 */
export function searchObjects(
  { cache, live }: Parts,
  q: string,
  limit: number,
  sees: (virtualCluster: string) => boolean = () => true,
): FoundObject[] {
  const text = q.toLowerCase();
  if (text === "") return [];
  const ranked: FoundObject[][] = [[], [], [], []];
  for (const { found, name, hosts, addresses } of sources(cache, live).flat()) {
    if (!sees(found.virtualCluster ?? found.name)) continue;
    if (name === text) ranked[0]?.push({ ...found, context: null });
    else if (name.startsWith(text)) ranked[1]?.push({ ...found, context: null });
    else if (name.includes(text)) ranked[2]?.push({ ...found, context: null });
    else {
      const host = [...hosts, ...addresses()].find((each) => nameIncludes(each, text));
      if (host !== undefined) ranked[3]?.push({ ...found, context: host });
    }
    if ((ranked[0]?.length ?? 0) >= limit) break;
  }
  return ranked.flat().slice(0, limit);
}

function sources(cache: Cache, live: Parts["live"]): (readonly Entry[])[] {
  return [
    kept(cache.list("Namespace"), ({ metadata }) => ({
      kind: "VirtualCluster",
      name: metadata.name,
      virtualCluster: null,
      hosts: [],
    })),
    kept(cache.list("Gateway"), (gateway) => ({
      ...placeOf("Gateway", gateway.metadata),
      addresses: () => addressesOf(gateway, live),
      diagnosable: hostsOf(gateway)[0]?.host ?? null,
      hosts: [
        gateway.metadata.annotations?.[securedHostsAnnotation] ?? "",
        ...(gateway.spec?.servers ?? []).flatMap(({ hosts }) => hosts),
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
    kept(cache.list("Service"), ({ metadata, spec, status }) => ({
      ...placeOf("Service", metadata),
      hosts: [
        spec?.externalName ?? "",
        ...(spec?.externalIPs ?? []),
        ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => [ip ?? "", hostname ?? ""]),
      ],
    })),
    kept(cache.list("DestinationRule"), ({ metadata, spec }) => ({
      ...placeOf("DestinationRule", metadata),
      hosts: spec ? [spec.host] : [],
    })),
    kept(cache.list("ServiceEntry"), ({ metadata, spec }) => ({
      ...placeOf("ServiceEntry", metadata),
      hosts: [...(spec?.hosts ?? []), ...(spec?.addresses ?? []), ...(spec?.endpoints ?? []).map(addressOf)],
    })),
  ];
}

interface Described {
  kind: FoundObject["kind"];
  name: string;
  virtualCluster: string | null;
  hosts: readonly string[];
  addresses?: () => readonly string[];
  /** A Secured Host that can be diagnosed. */
  diagnosable?: string | null;
}

const noAddresses = () => [];

/** Where the walks of a Gateway have found its ingress. */
function addressesOf(gateway: GatewayObject, live: Parts["live"]): string[] {
  return hostsOf(gateway).flatMap(({ key }) => {
    const report = live.get(key)?.reports.find(({ step }) => step === "address");
    const fact = report?.fact as AddressFact | undefined;
    return fact ? [...fact.ipv4, ...fact.ipv6, ...(fact.hostname ? [fact.hostname.toLowerCase()] : [])] : [];
  });
}

function addressOf(endpoint: object): string {
  const { address } = endpoint as { address?: unknown };
  return typeof address === "string" ? address : "";
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
    const { kind, name, virtualCluster, hosts, addresses = noAddresses, diagnosable = null } = entryOf(item);
    const link = linkTo(kind, virtualCluster ?? name, name);
    return {
      found: { kind, name, virtualCluster, link, host: diagnosable },
      addresses,
      name: name.toLowerCase(),
      hosts: hosts.filter((host) => host !== "").map((host) => host.toLowerCase()),
    };
  });
  known.set(list, entries);
  return entries;
}
