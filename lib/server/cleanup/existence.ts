import { registrableDomain } from "@/lib/dns/registrable-domain";
import { certificateIdOf } from "@/lib/gateway/certificate/certificate-id";
import type { OtherClaims } from "@/lib/gateway/cleanup/clean-up";
import type { Existence } from "@/lib/gateway/cleanup/cleanup-protocol";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { listAll } from "@/lib/kubernetes/client/list-all";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { readObject } from "@/lib/kubernetes/watch/confirm-gone";
import { dnsRecordsAnnotation } from "@/lib/model/record-hosts";
import { credentialNameFor, type GatewayName } from "@/lib/model/secured-hosts";
import { gather } from "@/lib/store/gather";
import { texts } from "./texts";

/** Whether hosts are still wanted according to the API server right now; the cache can only add a doubt. */
export interface Existences {
  /** Whether this Gateway asks for the host. */
  ofGateway(gateway: GatewayName, host: string): Promise<Existence>;
  /** Whether any Gateway of the cluster does, in a virtual cluster or not. Concurrent callers share one list. */
  ofHost(host: string): Promise<Existence>;
  /** Whether any Gateway needs the host's certificate and key: one that asks only for its records doesn't. */
  ofKeys(host: string): Promise<Existence>;
  /** The claims besides those of this Gateway; without one, those that need the keys; null in case of doubt. */
  besides(host: string, gateway: GatewayName | null): Promise<OtherClaims | null>;
}

interface Parts {
  client: ClusterClient;
  cache: Pick<ClusterCache, "stateOf" | "get" | "list">;
}

const gone: Existence = { is: "gone" };
const present: Existence = { is: "present" };

/** All Gateways as the API server has them now. Concurrent callers share one list; throws if there is none. */
export function gatewayLists(client: Pick<ClusterClient, "send">): () => Promise<readonly GatewayObject[]> {
  return gather<void, readonly GatewayObject[]>(async (askers) => {
    const found = await listAll(client, "Gateway", undefined);
    if ("status" in found) throw new Error(`the list was answered by ${found.status}`);
    return askers.map(() => found.items as GatewayObject[]);
  });
}

export function existences({ client, cache }: Parts): Existences {
  const listed = gatewayLists(client);

  /** A cluster that is only partly visible proves nothing, even if it answers this one question. */
  function doubtOfCache(): Existence | null {
    const { state } = cache.stateOf("Gateway");
    return state === "connected" ? null : unknown(texts.clusterUnseen);
  }

  function isWalked({ metadata: { namespace = "", deletionTimestamp } }: GatewayObject): boolean {
    const holder = cache.get("Namespace", null, namespace);
    return deletionTimestamp === undefined && holder !== null && isVirtualCluster(holder);
  }

  const names: Asks = (gateway, host) => walkedHosts(gateway).some((each) => each.host === host);

  const isSecured: Asks = (gateway, host) =>
    walkedHosts(gateway).some((each) => each.host === host && !each.recordsOnly);

  /** It names the host as a Secured Host, or uses the certificate that the vault keeps under this name. */
  const needsKeys: Asks = (gateway, host) => isSecured(gateway, host) || shares(gateway, host);

  /** Every host that the Gateway asks a walk for. What was made for a released virtual cluster stays, so there it's all of them. */
  function walkedHosts(gateway: GatewayObject) {
    const holder = cache.get("Namespace", null, gateway.metadata.namespace ?? "");
    return walkedHostsOf(gateway, holder && isVirtualCluster(holder) ? holder : releasedHolder);
  }

  function shares(gateway: GatewayObject, id: string): boolean {
    const holder = cache.get("Namespace", null, gateway.metadata.namespace ?? "");
    return walkedHostsOf(gateway, holder).some(
      (target) =>
        target.host !== id && !target.recordsOnly && certificateIdOf(target, registrableDomain) === id,
    );
  }

  async function amongAll(host: string, asks: Asks): Promise<Existence> {
    const doubt = doubtOfCache();
    if (doubt) return doubt;
    try {
      // The cache drops a Gateway only once it is confirmed as gone, so an incomplete list doesn't outvote it.
      const found = wishOf(await listed(), host, asks);
      const known = found.is === "gone" ? wishOf(cache.list("Gateway"), host, asks) : found;
      return known.is === "gone" ? gone : found.is === "gone" ? unknown(disputed) : found;
    } catch {
      return unknown(unlisted);
    }
  }

  return {
    async ofGateway({ namespace, name }, host) {
      const doubt = doubtOfCache();
      if (doubt) return doubt;
      const { presence, object } = await readObject(client, "Gateway", namespace, name);
      if (presence === "gone") return gone;
      return presence === "present"
        ? wishOf([object as GatewayObject], host, names)
        : unknown(texts.existenceUnknown({ namespace, name }));
    },
    ofHost: (host) => amongAll(host, (gateway) => names(gateway, host) || shares(gateway, host)),
    ofKeys: (host) => amongAll(host, needsKeys),
    async besides(host, gateway) {
      if (doubtOfCache()) return null;
      const gateways = await listed().catch(() => null);
      // The cache only adds to the list, for the same reason.
      if (!gateways) return null;
      const all = [...gateways, ...cache.list("Gateway")];
      const sharesKeys = all.some(
        (each) => each.metadata.deletionTimestamp === undefined && shares(each, host),
      );
      const asks = (each: GatewayObject) => (gateway ? names : isSecured)(each, host);
      return {
        ...otherClaims(all, host, gateway, { isWalked, asks }),
        ...(sharesKeys ? { sharesKeys } : {}),
      };
    },
  };
}

type Asks = (gateway: GatewayObject, host: string) => boolean;

/** The settings by which a Gateway outside all virtual clusters names hosts: every one that Lamia may have made records for. */
export const releasedHolder = { metadata: { annotations: { [dnsRecordsAnnotation]: "all" } } };

function wishOf(gateways: readonly GatewayObject[], host: string, asks: Asks): Existence {
  const asking = gateways.filter((gateway) => asks(gateway, host));
  if (asking.length === 0) return gone;
  const going = asking.every(({ metadata }) => metadata.deletionTimestamp !== undefined);
  return going ? unknown(texts.finalizerHolds) : present;
}

function otherClaims(
  gateways: readonly GatewayObject[],
  host: string,
  gateway: GatewayName | null,
  { isWalked, asks }: Record<"isWalked" | "asks", (each: GatewayObject) => boolean>,
): OtherClaims {
  const others = gateways.filter(
    (each) =>
      (each.metadata.namespace !== gateway?.namespace || each.metadata.name !== gateway?.name) && asks(each),
  );
  const [heir] = others.filter(isWalked).sort(byAge);
  const named = gateways
    .flatMap(({ spec }) => spec?.servers ?? [])
    .flatMap(({ tls }) => tls?.credentialName ?? []);
  return {
    holdHost: others.length > 0,
    heir: heir ? { namespace: heir.metadata.namespace ?? "", name: heir.metadata.name } : null,
    wantedSecrets: new Set([...named, credentialNameFor(host)]),
  };
}

function byAge(one: GatewayObject, other: GatewayObject): number {
  const [a = "", b = ""] = [one, other].map(({ metadata }) => metadata.creationTimestamp);
  return a < b ? -1 : a > b ? 1 : 0;
}

const unlisted = texts.gatewaysNotListed;
const disputed = texts.notConfirmedGone;

function unknown(why: string): Existence {
  return { is: "unknown", why };
}
