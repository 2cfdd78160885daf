import type { Cluster } from "@/lib/gateway/world";
import { certificateInfo } from "./certificate-info";
import type { ClusterClient } from "./client";
import type { ClusterCache } from "./cluster-cache";
import { ingressesOf } from "./ingresses";
import { kinds } from "./kinds";
import { nameCredential } from "./name-credential";
import { isOurs } from "./ownership";
import { decoded, type SecretObject, type WholeSecret, withoutSecretValues } from "./secret-object";

/**
 * The port `Cluster`, but for ingresses of a Gateway's own, which are not made here, and for what only the whole mesh shows:
 * reads come from the cache, but for Secrets that are not ours, which are not watched.
 */
export function createCluster(
  client: ClusterClient,
  cache: ClusterCache,
): Omit<Cluster, "ownIngress" | "brokenNeighbours"> {
  async function secret(namespace: string, name: string): Promise<SecretObject | null> {
    const known = cache.stateOf("Secret").state === "connected" ? cache.get("Secret", namespace, name) : null;
    if (known) return known;
    const found = await client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name });
    return found && withoutSecretValues(found);
  }

  return {
    async ingresses({ selector }) {
      const services = (namespace: string) => cache.list("Service", namespace);
      return ingressesOf(selector, cache.list("Deployment"), services);
    },
    async tlsSecret(namespace, name) {
      const found = await secret(namespace, name);
      if (!found) return null;
      const chain = found.data["tls.crt"];
      return {
        serial: chain === undefined ? null : (certificateInfo(decoded(chain))?.serial ?? null),
        ours: isOurs(found),
      };
    },
    nameCredential: (target, credentialName) => nameCredential({ client, cache }, target, credentialName),
  };
}
