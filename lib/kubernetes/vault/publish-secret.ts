import { Failure } from "@/lib/gateway/failure";
import type { Place, PublishedSecret } from "@/lib/gateway/world";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  decoded,
  encoded,
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import {
  fieldManager,
  holderAnnotation,
  hostAnnotation,
  hostOf,
  ownLabel,
  unwantedAnnotation,
} from "@/lib/kubernetes/ownership";
import { texts } from "@/lib/kubernetes/texts";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
import { selfSigned } from "./key-pair";
import { forgetPlace, handOverPlaces, notePlace, secretsOfHost } from "./own-secrets";
import { isUsedByReleased, isUsedByServer } from "./secret-users";
import type { VaultOptions } from "./vault-store";

type Cluster = Pick<VaultOptions, "client"> & { cache: Pick<ClusterCache, "get" | "stateOf" | "observe"> };

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
export async function publishSecret(
  cluster: VaultOptions,
  host: string,
  pair: PublishedPair,
  { id, former }: { id: string; former?: string | undefined },
): Promise<void> {
  const { cache } = cluster;
  const { namespace, name } = pair;
  const hosts = former === undefined ? [host] : [host, former];
  await notePlace(cluster, id, { namespace, name, hosts });
  const isSeen = cache.stateOf("Secret").state === "connected";
  const seen = isSeen ? cache.get("Secret", pair.namespace, pair.name) : null;
  const written =
    seen && isFor(seen, host, former)
      ? await putRight(cluster, host, pair, seen)
      : ((await create(cluster, host, pair)) ?? (await takeUp(cluster, host, pair, former)));
  cache.observe(written);
}

/** Writes a self-signed certificate if there is no Secret of that name, ours or not. */
export async function publishPlaceholder(cluster: VaultOptions, host: string, place: Place): Promise<void> {
  await notePlace(cluster, host, { ...place, hosts: [host] });
  const { certificate, key } = await selfSigned(host);
  const pair = { certificate: encoded(certificate), key: encoded(key), clientCa: null };
  const made = await create(cluster, host, { ...place, ...pair });
  if (made) cluster.cache.observe(made);
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
  const at = { resource: kinds.Secret, namespace, isPlain: true } as const;
  const call: Call = { ...at, verb: "create", query: { fieldManager }, body };
  const reply = await client.send(call);
  if (reply.status === 409) return null;
  if (reply.status >= 300) throw failureOfReply(call, reply);
  return reply.body as WholeSecret;
}

function isFor(secret: KubernetesObject, host: string, former: string | undefined): boolean {
  const written = hostOf(secret);
  return written === host || (former !== undefined && written === former);
}

/** The existing one is ours and wasn't seen yet, or somebody else's. */
async function takeUp(
  cluster: Cluster,
  host: string,
  pair: PublishedPair,
  former: string | undefined,
): Promise<WholeSecret> {
  const { namespace, name } = pair;
  const at = { resource: kinds.Secret, namespace, name };
  const found = await cluster.client.find<WholeSecret>({ ...at, verb: "get" });
  if (!found) throw changed(pair);
  if (isFor(found, host, former)) return putRight(cluster, host, pair, withoutSecretValues(found));
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
  const at = { resource: kinds.Secret, namespace, name, isPlain: true } as const;
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

/** The Secrets that were written for the host, each compared with what the vault holds. */
export async function publishedSecrets(
  options: VaultOptions,
  host: string,
  kept: SecretObject | null,
): Promise<PublishedSecret[]> {
  const { published } = await secretsOfHost(options, host);
  return published.map((secret) => {
    const clientCa = secret.data["ca.crt"];
    const { namespace = "", name, annotations } = secret.metadata;
    return {
      namespace,
      name,
      isRight:
        kept !== null &&
        kept.data["tls.crt"] !== undefined &&
        secret.data["tls.crt"] === kept.data["tls.crt"] &&
        secret.keyDigest !== null &&
        secret.keyDigest === kept.keyDigest &&
        !isMisshapen(secret),
      clientCa: clientCa === undefined ? null : decoded(clientCa),
      unwantedSince: annotations?.[unwantedAnnotation] ?? null,
    };
  });
}

/** Records on the Secret since when nobody looks for it, or removes that record. */
export async function markUnwanted(
  { client, cache }: VaultOptions,
  host: string,
  { namespace, name }: Place,
  since: Date | null,
): Promise<void> {
  const at = { resource: kinds.Secret, namespace, name };
  const found = await client.find<WholeSecret>({ ...at, verb: "get" });
  if (!found || hostOf(found) !== host) return;
  const { resourceVersion } = found.metadata;
  const annotations = { [unwantedAnnotation]: since?.toISOString() ?? null };
  const body = { metadata: { resourceVersion, annotations } };
  const patched = await client.request<WholeSecret>({
    ...at,
    verb: "patch",
    query: { fieldManager },
    patchType: "application/merge-patch+json",
    body,
  });
  cache.observe(patched);
}

/** Deletes the Secret in its current state, if it still belongs to the host and no released Gateway uses it. */
export async function unpublishSecret(
  options: VaultOptions,
  host: string,
  { namespace, name }: Place,
): Promise<void> {
  if (isUsedByReleased(options, host, name)) return;
  const at = { resource: kinds.Secret, namespace, name };
  const found = await options.client.find<WholeSecret>({ ...at, verb: "get" });
  if (!found || hostOf(found) !== host) return;
  await remove(options, found);
}

type Confirm = () => Promise<void>;

/**
 * Deletes the Secrets published for the host, then its keys, each after `confirm`, which stops it by throwing.
 * Throws `conflict` if one has changed in the meantime.
 */
export async function forgetHost(options: VaultOptions, host: string, confirm?: Confirm): Promise<void> {
  const { published, keys } = await secretsOfHost(options, host);
  // The keys go last: if a deletion fails, the next attempt still finds what is left to do.
  const holder = keys.map(({ metadata }) => metadata.annotations?.[holderAnnotation] ?? null)[0] ?? null;
  const unused = published.filter(({ metadata: { name } }) => !isUsedByServer(options, host, name, holder));
  await Promise.all(unused.map((secret) => remove(options, secret, confirm, host)));
  for (const secret of keys) await handOverPlaces(options, secret, host);
  await Promise.all(keys.map((secret) => remove(options, secret, confirm, host)));
}

/** Deletes the Secrets published for the host that are unwanted when they are deleted; its keys stay. */
export async function withdrawSecrets(
  options: VaultOptions,
  host: string,
  isUnwanted: (name: string) => Promise<boolean>,
  confirm?: Confirm,
): Promise<void> {
  const { published } = await secretsOfHost(options, host);
  await Promise.all(
    published.map(async (secret) => {
      if (await isUnwanted(secret.metadata.name)) await remove(options, secret, confirm);
    }),
  );
}

async function remove(
  options: VaultOptions,
  { metadata }: KubernetesObject,
  confirm?: Confirm,
  /** Whose keys go next, with what is noted there. */
  going?: string,
): Promise<void> {
  const { name, namespace = "", uid, resourceVersion } = metadata;
  await confirm?.();
  await options.client.find({
    verb: "delete",
    resource: kinds.Secret,
    namespace,
    name,
    body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } },
  });
  await forgetPlace(options, { namespace, name }, going);
}
