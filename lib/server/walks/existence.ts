import type { Existence } from "@/lib/gateway/cleanup-protocol";
import type { GatewayName } from "@/lib/gateway/model";
import type { ClusterClient } from "@/lib/kubernetes/client";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { lookFor } from "@/lib/kubernetes/confirm-gone";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { listAll } from "@/lib/kubernetes/list-all";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import { gather } from "@/lib/store/gather";

/** Whether hosts are still asked for, as the API server says at this moment; the cache only ever adds a doubt. */
export interface Existences {
  /** Whether this Gateway asks for the host. */
  ofGateway(gateway: GatewayName, host: string): Promise<Existence>;
  /** Whether any Gateway of the cluster does, of a virtual cluster or not. Those who ask together share one list. */
  ofHost(host: string): Promise<Existence>;
}

interface Parts {
  client: ClusterClient;
  cache: Pick<ClusterCache, "stateOf">;
}

const gone: Existence = { is: "gone" };
const present: Existence = { is: "present" };

/** All Gateways as the API server has them now. Those who ask together share one list; throws when there is none. */
export function gatewayLists(client: Pick<ClusterClient, "send">): () => Promise<readonly GatewayObject[]> {
  return gather<void, readonly GatewayObject[]>(async (askers) => {
    const found = await listAll(client, "Gateway", undefined);
    if ("status" in found) throw new Error(`the list was answered by ${found.status}`);
    return askers.map(() => found.items as GatewayObject[]);
  });
}

export function existences({ client, cache }: Parts): Existences {
  const listed = gatewayLists(client);

  /** A cluster that is seen in part only is no witness, even if it answers this one question. */
  function doubtOfCache(): Existence | null {
    const { state } = cache.stateOf("Gateway");
    return state === "connected" ? null : unknown("The cluster's Gateways are not seen just now.");
  }

  return {
    async ofGateway({ namespace, name }, host) {
      const doubt = doubtOfCache();
      if (doubt) return doubt;
      const { presence, object } = await lookFor(client, "Gateway", namespace, name);
      if (presence === "gone") return gone;
      return presence === "present"
        ? wishOf([object as GatewayObject], host)
        : unknown(`The API server does not say whether the Gateway ${namespace}/${name} is gone.`);
    },
    async ofHost(host) {
      const doubt = doubtOfCache();
      if (doubt) return doubt;
      try {
        return wishOf(await listed(), host);
      } catch {
        return unknown("The API server does not list the Gateways.");
      }
    },
  };
}

function wishOf(gateways: readonly GatewayObject[], host: string): Existence {
  const asking = gateways.filter((gateway) => securedHostsOf(gateway).some((each) => each.host === host));
  if (asking.length === 0) return gone;
  const going = asking.every(({ metadata }) => metadata.deletionTimestamp !== undefined);
  return going ? unknown("The Gateway is being deleted, and a finalizer still holds it.") : present;
}

function unknown(why: string): Existence {
  return { is: "unknown", why };
}
