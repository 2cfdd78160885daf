import type { ClaimsNow } from "@/lib/gateway/world";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { familyOf } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { gatewayLists } from "@/lib/server/cleanup/existence";
import type { SecuredHostIndex } from "./secured-host-index";

/** By the array of all hosts, which is the same until one comes or goes. */
const families = new WeakMap<readonly SecuredHost[], Map<string, SecuredHost[]>>();

/**
 * Every claim that the question whose a host is may depend on: those of the same name, and, where there is a wildcard for it, of
 * all names that the wildcard covers: it may have lost to one of them.
 */
export function claimsOf(
  index: Pick<SecuredHostIndex, "targetsOf" | "all">,
  host: string,
): readonly SecuredHost[] {
  const family = familyOf(host);
  if (!host.startsWith("*.") && index.targetsOf(`*.${family}`).length === 0) return index.targetsOf(host);
  const all = index.all();
  let byFamily = families.get(all);
  if (!byFamily) {
    byFamily = Map.groupBy(all, (target) => familyOf(target.host));
    families.set(all, byFamily);
  }
  return byFamily.get(family) ?? [];
}

interface Cluster {
  client: Pick<ClusterClient, "send">;
  cache: Pick<ClusterCache, "stateOf" | "get">;
}

/** The same claims as a list of the API server has them; null when it gives none, or the cluster is seen in part only. */
export function claimsNowOf({ client, cache }: Cluster): (host: string) => Promise<ClaimsNow | null> {
  const listed = gatewayLists(client);
  return async (host) => {
    if (cache.stateOf("Gateway").state !== "connected") return null;
    const gateways = await listed().catch(() => null);
    if (!gateways) return null;
    const { claims = [], released = [] } = Object.groupBy(gateways.flatMap(securedHostsOf), ({ gateway }) => {
      const namespace = cache.get("Namespace", null, gateway.namespace);
      return namespace && isVirtualCluster(namespace) ? "claims" : "released";
    });
    const targetsOf = (name: string) => claims.filter((target) => target.host === name);
    return { claims: claimsOf({ targetsOf, all: () => claims }, host), released };
  };
}
