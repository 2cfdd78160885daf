import { Failure } from "@/lib/gateway/failure";
import type { Call } from "./call";
import type { ClusterClient } from "./client";
import type { ClusterCache } from "./cluster-cache";
import { failureOfReply } from "./failure-of";
import { kinds } from "./kinds";
import { fieldManager, hostAnnotation, ownLabel } from "./ownership";
import type { WholeSecret } from "./secret-object";

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
}

/**
 * Writes the TLS Secret that a Gateway names, where the ingress workload reads it. Who calls has seen to it
 * that nobody else's stands there; a field that somebody changed by hand is taken back.
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export async function publishSecret(
  { client, cache }: Cluster,
  host: string,
  { namespace, name, certificate, key }: PublishedPair,
): Promise<void> {
  const call: Call = {
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
      data: { "tls.crt": certificate, "tls.key": key },
    },
  };
  const reply = await client.send(call);
  if (reply.status === 422) {
    throw new Failure("rejected", `The Secret ${namespace}/${name} cannot hold a certificate.`, {
      remedy:
        "It is immutable or of another type than kubernetes.io/tls: delete it, and Lamia writes it anew.",
    });
  }
  if (reply.status >= 300) throw failureOfReply(call, reply);
  cache.observe(reply.body as WholeSecret);
}
