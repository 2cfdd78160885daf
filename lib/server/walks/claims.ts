import { registrableDomain } from "@/lib/dns/registrable-domain";
import { certificateIdOf } from "@/lib/gateway/certificate/certificate-id";
import { wildcardClaims } from "@/lib/gateway/ownership/wildcard-claims";
import type { ClaimsNow } from "@/lib/gateway/world";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { familyOf } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { gatewayLists } from "@/lib/server/cleanup/existence";
import type { SecuredHostIndex } from "./secured-host-index";

type Index = Pick<SecuredHostIndex, "targetsOf" | "inFamily" | "sharing">;

/** The Secured Hosts that ask for this wildcard, such as `*.example.com`, because of their certificate scope. */
export function askingFor(index: Pick<Index, "sharing">, wildcard: string): readonly SecuredHost[] {
  return index.sharing(wildcard).filter(({ certificateScope }) => certificateScope === "zone");
}

/** By the array of those who ask, which stays the same until one comes or goes, and for the names of the family. */
const known = new WeakMap<readonly SecuredHost[], { names: readonly SecuredHost[]; claims: SecuredHost[] }>();

/**
 * Every claim that the ownership of a host may depend on: those of the same name and, if there is a wildcard for
 * it, of all names that the wildcard covers, because it may have lost to one of them. Hosts that share a wildcard certificate
 * claim the wildcard, too.
 */
export function claimsOf(index: Index, host: string): readonly SecuredHost[] {
  const family = familyOf(host);
  const wildcard = `*.${family}`;
  const sharing = index.sharing(wildcard);
  if (!host.startsWith("*.") && sharing.length === 0 && index.targetsOf(wildcard).length === 0)
    return index.targetsOf(host);
  const names = index.inFamily(family);
  if (sharing.length === 0) return names;
  const kept = known.get(sharing);
  if (kept?.names === names) return kept.claims;
  const isReplaced = (each: SecuredHost) => each.host === wildcard && each.certificateScope === "zone";
  const claims = [
    ...names.filter((each) => !isReplaced(each)),
    ...wildcardClaims(wildcard, askingFor(index, wildcard)),
  ];
  known.set(sharing, { names, claims });
  return claims;
}

interface Cluster {
  client: Pick<ClusterClient, "send">;
  cache: Pick<ClusterCache, "stateOf" | "get">;
}

/** The same claims from a list of the API server; null if there is none, or the cluster is only partly visible. */
export function claimsNowOf({ client, cache }: Cluster): (host: string) => Promise<ClaimsNow | null> {
  const listed = gatewayLists(client);
  return async (host) => {
    if (cache.stateOf("Gateway").state !== "connected") return null;
    const gateways = await listed().catch(() => null);
    if (!gateways) return null;
    const holderOf = ({ metadata }: GatewayObject) => cache.get("Namespace", null, metadata.namespace ?? "");
    const all = gateways.flatMap((each) => walkedHostsOf(each, holderOf(each)));
    const { claims = [], released = [] } = Object.groupBy(all, ({ gateway }) => {
      const namespace = cache.get("Namespace", null, gateway.namespace);
      return namespace && isVirtualCluster(namespace) ? "claims" : "released";
    });
    const targetsOf = (name: string) => claims.filter((target) => target.host === name);
    const inFamily = (family: string) => claims.filter((target) => familyOf(target.host) === family);
    const sharing = (id: string) =>
      claims.filter(
        (target) =>
          target.certificateScope !== undefined && certificateIdOf(target, registrableDomain) === id,
      );
    return { claims: claimsOf({ targetsOf, inFamily, sharing }, host), released };
  };
}
