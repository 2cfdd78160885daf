import type { Cluster } from "@/lib/gateway/world";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  decoded,
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import { hostOf } from "@/lib/kubernetes/ownership";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { findClientCa, nameCredential } from "./gateway-tls";
import { type IngressPods, ingressesOf, podSetOf, workloadsOf } from "./ingresses";
import { nodeAddresses } from "./node-addresses";

/**
 * The port `Cluster`, except for what only the whole installation and its mesh know. Reads come from the cache,
 * except for foreign Secrets, which aren't watched.
 */
export function createCluster(
  client: ClusterClient,
  cache: ClusterCache,
  pods: IngressPods,
): Omit<Cluster, "ownIngress" | "claims" | "claimsNow" | "brokenNeighbours" | "answerMisdirected"> {
  async function secret(namespace: string, name: string): Promise<SecretObject | null> {
    const known = cache.stateOf("Secret").state === "connected" ? cache.get("Secret", namespace, name) : null;
    if (known) return known;
    const found = await client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name });
    return found && withoutSecretValues(found);
  }

  return {
    async ingresses({ selector }) {
      const services = (namespace: string) => cache.list("Service", namespace);
      const found = ingressesOf(selector, workloadsOf(cache).map(podSetOf), services);
      // Listed only if no workload carries the labels: for most ingresses nobody needs to see the pods.
      return found.length > 0 ? found : ingressesOf(selector, await pods.selectedBy(selector), services);
    },
    nodeAddresses: nodeAddresses(client),
    async tlsSecret(namespace, name) {
      const found = await secret(namespace, name);
      if (!found) return null;
      const chain = found.data["tls.crt"];
      return {
        serial: chain === undefined ? null : (certificateInfo(decoded(chain))?.serial ?? null),
        host: hostOf(found),
      };
    },
    clientCa: (target, namespace, name) => findClientCa(client, target, { namespace, name }),
    nameCredential: (target, credentialName) => nameCredential({ client, cache }, target, credentialName),
  };
}
