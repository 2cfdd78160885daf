import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { metadataNameProblem, metadataPrefix, metadataSecret } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import { SecretText } from "@/lib/model/secret-text";
import { texts } from "../texts";
import { kinds } from "./kinds";
import { decoded, encoded, type WholeSecret } from "./secret-object";

export interface Metadata {
  plain: Record<string, string>;
  /** Names of the secret keys that are set; their values never leave the server. */
  secretKeys: string[];
  /**
   * Changes with any secret value, and then everything made from them has to be made again. Null if there are none.
   */
  secretVersion: string | null;
}

export interface MetadataPatch {
  /** null removes; keys that aren't named stay. */
  plain?: Record<string, string | null>;
  secret?: Record<string, string | null>;
  /** The Namespace must still be at this version. */
  resourceVersion?: string;
}

interface Cluster {
  client: ClusterClient;
  cache: Pick<ClusterCache, "get" | "observe">;
}

/** From the cache; null if there is no such Namespace. */
export function readMetadata(
  { cache }: { cache: Pick<ClusterCache, "get"> },
  namespace: string,
): Metadata | null {
  const found = cache.get("Namespace", null, namespace);
  if (!found) return null;
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(found.metadata.annotations ?? {}))
    if (name.startsWith(metadataPrefix)) plain[name.slice(metadataPrefix.length)] = value;
  const secret = cache.get("Secret", namespace, metadataSecret);
  return {
    plain,
    secretKeys: secret?.keys ?? [],
    secretVersion: secret?.metadata.resourceVersion ?? null,
  };
}

/** The same, and throws why its Secret isn't known: one that can't be read isn't one that has nothing. */
export async function knownMetadata(
  { cache }: { cache: Pick<ClusterCache, "get" | "unread"> },
  namespace: string,
): Promise<Metadata | null> {
  if (!cache.get("Namespace", null, namespace)) return null;
  const unread = await cache.unread(namespace);
  if (unread) throw unread;
  return readMetadata({ cache }, namespace);
}

/**
 * Merges the changes, with one write for the Namespace and one for the Secret. A JSON merge patch names only the
 * keys that change, so that two users who edit different keys lose nothing (a server-side apply would remove keys
 * that an earlier apply of ours set). Throws `rejected` for an invalid key or a missing
 * Namespace, and `conflict` if that is at another version.
 */
export async function patchMetadata(
  { client, cache }: Cluster,
  namespace: string,
  { plain = {}, secret = {}, resourceVersion }: MetadataPatch,
): Promise<void> {
  checkMetadataKeys([...Object.keys(plain), ...Object.keys(secret)]);
  if (Object.keys(secret).length > 0) {
    const written = await patchSecret(client, namespace, secret);
    if (written) cache.observe(written);
  }
  if (Object.keys(plain).length === 0) return;
  const annotations = Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [metadataPrefix + name, value]),
  );
  const call: Call = {
    verb: "patch",
    resource: kinds.Namespace,
    name: namespace,
    query: { fieldManager },
    patchType: "application/merge-patch+json",
    body: { metadata: { annotations, ...(resourceVersion === undefined ? {} : { resourceVersion }) } },
  };
  cache.observe(await client.request<KubernetesObject>(call));
}

/** Throws `rejected` for a key that neither an annotation nor a Secret can hold. */
function checkMetadataKeys(names: readonly string[]): void {
  const wrong = names.find((name) => metadataNameProblem(name) !== null);
  if (wrong === undefined) return;
  throw new Failure("rejected", texts.wrongMetadataKey({ key: wrong.slice(0, 80) }), {
    remedy: texts.metadataKeyRules,
  });
}

async function patchSecret(
  client: ClusterClient,
  namespace: string,
  values: Record<string, string | null>,
): Promise<WholeSecret | null> {
  const data = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : encoded(value)]),
  );
  // If somebody else created it, its labels are theirs.
  const metadata = { name: metadataSecret };
  const at = { resource: kinds.Secret, namespace, query: { fieldManager } };
  const patch: Call = {
    ...at,
    verb: "patch",
    name: metadataSecret,
    patchType: "application/merge-patch+json",
    body: { metadata, data },
  };
  const patched = await client.find<WholeSecret>(patch);
  if (patched) return patched;
  const set = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
  if (Object.keys(set).length === 0) return null;
  const labelled = { ...metadata, labels: ownLabel };
  const body = { apiVersion: "v1", kind: "Secret", metadata: labelled, type: "Opaque", data: set };
  const create: Call = { ...at, verb: "create", body };
  const reply = await client.send(create);
  // Somebody else has created it in the meantime: merge into that one.
  if (reply.status === 409) return client.request<WholeSecret>(patch);
  if (reply.status === 404) throw new Failure("rejected", texts.noNamespace({ namespace }));
  if (reply.status >= 300) throw failureOfReply(create, reply);
  return reply.body as WholeSecret;
}

/** The value of a secret key, for use on the server only; null if it isn't set. Reads from the API server. */
export async function secretValue(
  { client }: Pick<Cluster, "client">,
  namespace: string,
  key: string,
): Promise<SecretText | null> {
  const name = metadataSecret;
  const secret = await client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name });
  const value = secret?.data?.[key];
  return value === undefined ? null : new SecretText(decoded(value));
}
