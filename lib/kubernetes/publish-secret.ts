import type { Call } from "./call";
import type { ClusterClient } from "./client";
import type { ClusterCache } from "./cluster-cache";
import { failureOfReply } from "./failure-of";
import { kinds } from "./kinds";
import { fieldManager, hostAnnotation, hostOf, ownLabel } from "./ownership";
import type { Reply } from "./reply";
import { encoded, type SecretObject, type WholeSecret, withoutSecretValues } from "./secret-object";

interface Cluster {
  client: ClusterClient;
  cache: Pick<ClusterCache, "observe">;
}

export interface PublishedPair {
  namespace: string;
  name: string;
  /** Base64, as in a Secret. */
  certificate: string;
  key: string;
  /** PEM; null for a server that asks for no client certificates, or whose CA is in a Secret of its own. */
  clientCa: string | null;
}

/**
 * Writes the TLS Secret that a Gateway names, where the ingress workload reads it. Who calls has seen to it
 * that nobody else's stands there; a field that somebody changed by hand is taken back.
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export async function publishSecret(
  { client, cache }: Cluster,
  host: string,
  { namespace, name, certificate, key, clientCa }: PublishedPair,
): Promise<void> {
  const apply: Call = {
    verb: "patch",
    resource: kinds.Secret,
    namespace,
    name,
    query: { fieldManager, force: "true" },
    patchType: "application/apply-patch+yaml",
    body: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace, labels: ownLabel, annotations: { [hostAnnotation]: host } },
      type: "kubernetes.io/tls",
      data: {
        "tls.crt": certificate,
        "tls.key": key,
        ...(clientCa === null ? {} : { "ca.crt": encoded(clientCa) }),
      },
    },
  };
  const reply = (await replaceIfMisshapen(client, host, apply)) ?? (await client.send(apply));
  if (reply.status >= 300) throw failureOfReply(apply, reply);
  cache.observe(reply.body as WholeSecret);
}

/**
 * A Secret of ours that somebody made immutable, of another type, or filled with the keys that Istio prefers to `tls.crt`
 * cannot be put right by a write to it: it is deleted and made anew, in the next moment. Null when that is not needed.
 */
async function replaceIfMisshapen(client: ClusterClient, host: string, apply: Call): Promise<Reply | null> {
  const { resource, namespace, name = "" } = apply;
  const at = { resource, namespace, name };
  const found = await client.find<WholeSecret>({ ...at, verb: "get" });
  if (!found || hostOf(found) !== host || !isMisshapen(withoutSecretValues(found))) return null;
  const { uid, resourceVersion } = found.metadata;
  await client.find({
    ...at,
    verb: "delete",
    body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } },
  });
  return client.send(apply);
}

/** Istio takes `cert` and `key` before `tls.crt` and `tls.key`: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
export function isMisshapen({ type, immutable, keys }: SecretObject): boolean {
  return (
    type !== "kubernetes.io/tls" || immutable === true || (keys.includes("cert") && keys.includes("key"))
  );
}
