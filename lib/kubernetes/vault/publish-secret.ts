import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  encoded,
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import {
  fieldManager,
  hostAnnotation,
  hostOf,
  ownLabel,
  unwantedAnnotation,
} from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { texts } from "../texts";

interface Cluster {
  client: ClusterClient;
  cache: Pick<ClusterCache, "get" | "stateOf" | "observe">;
}

export interface PublishedPair {
  namespace: string;
  name: string;
  /** Base64, as in a Secret. */
  certificate: string;
  key: string;
  /** PEM; null for a server that requires no client certificates, or whose CA is in a separate Secret. */
  clientCa: string | null;
}

/**
 * Writes the TLS Secret that a Gateway names, where the ingress reads it, and restores our fields if somebody
 * changed them by hand. Creates a missing one, but never overwrites: throws `rejected` if somebody else's exists,
 * and `conflict` if ours has changed since it was read.
 *
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export async function publishSecret(cluster: Cluster, host: string, pair: PublishedPair): Promise<void> {
  const { cache } = cluster;
  const isSeen = cache.stateOf("Secret").state === "connected";
  const seen = isSeen ? cache.get("Secret", pair.namespace, pair.name) : null;
  const written =
    seen && hostOf(seen) === host
      ? await putRight(cluster, host, pair, seen)
      : ((await create(cluster, host, pair)) ?? (await takeUp(cluster, host, pair)));
  cache.observe(written);
}

/** Null if one exists already. */
async function create(
  { client }: Cluster,
  host: string,
  { namespace, name, certificate, key, clientCa }: PublishedPair,
): Promise<WholeSecret | null> {
  const metadata = { name, namespace, labels: ownLabel, annotations: { [hostAnnotation]: host } };
  const ca = clientCa === null ? {} : { "ca.crt": encoded(clientCa) };
  const data = { "tls.crt": certificate, "tls.key": key, ...ca };
  const body = { apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", data };
  const call: Call = { verb: "create", resource: kinds.Secret, namespace, query: { fieldManager }, body };
  const reply = await client.send(call);
  if (reply.status === 409) return null;
  if (reply.status >= 300) throw failureOfReply(call, reply);
  return reply.body as WholeSecret;
}

/** The existing one is ours and wasn't seen yet, or somebody else's. */
async function takeUp(cluster: Cluster, host: string, pair: PublishedPair): Promise<WholeSecret> {
  const { namespace, name } = pair;
  const at = { resource: kinds.Secret, namespace, name };
  const found = await cluster.client.find<WholeSecret>({ ...at, verb: "get" });
  if (!found) throw changed(pair);
  if (hostOf(found) === host) return putRight(cluster, host, pair, withoutSecretValues(found));
  throw new Failure("rejected", texts.foreignSecret({ namespace, name, host }), {
    remedy: texts.deleteOrRename,
  });
}

/**
 * If somebody made our Secret immutable, or gave it another type or the keys that Istio prefers to `tls.crt`, a
 * write can't fix it: it is deleted and created again immediately.
 */
async function putRight(
  cluster: Cluster,
  host: string,
  pair: PublishedPair,
  seen: SecretObject,
): Promise<WholeSecret> {
  const { namespace, name, certificate, key, clientCa } = pair;
  const { uid, resourceVersion } = seen.metadata;
  const at = { resource: kinds.Secret, namespace, name };
  if (isMisshapen(seen)) {
    const preconditions = { uid, resourceVersion };
    const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions };
    await cluster.client.find({ ...at, verb: "delete", body });
    const made = await create(cluster, host, pair);
    if (!made) throw changed(pair);
    return made;
  }
  const annotations = { [hostAnnotation]: host, [unwantedAnnotation]: null };
  const data = { "tls.crt": certificate, "tls.key": key, "ca.crt": clientCa && encoded(clientCa) };
  const patched = await cluster.client.find<WholeSecret>({
    ...at,
    verb: "patch",
    query: { fieldManager },
    patchType: "application/merge-patch+json",
    body: { metadata: { uid, resourceVersion, labels: ownLabel, annotations }, data },
  });
  if (!patched) throw changed(pair);
  return patched;
}

function changed({ namespace, name }: PublishedPair): Failure {
  return new Failure("conflict", texts.secretChanged({ namespace, name }));
}

/** Istio takes `cert` and `key` before `tls.crt` and `tls.key`: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
export function isMisshapen({ type, immutable, keys }: SecretObject): boolean {
  return (
    type !== "kubernetes.io/tls" || immutable === true || (keys.includes("cert") && keys.includes("key"))
  );
}
