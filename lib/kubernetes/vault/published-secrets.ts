import type { Place, PublishedSecret } from "@/lib/gateway/world";
import { failureOfReply } from "@/lib/kubernetes/client/call";
import { listAll } from "@/lib/kubernetes/client/list-all";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  decoded,
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import {
  fieldManager,
  hostAnnotation,
  hostOf,
  ownLabelSelector,
  unwantedAnnotation,
} from "@/lib/kubernetes/ownership";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { KubernetesObject } from "@/lib/model/object";
import { isMisshapen } from "./publish-secret";
import { type VaultOptions, vaultSecretName } from "./vault-store";

/** The Secrets that were written for the host, each compared with what the vault holds. */
export async function publishedSecrets(
  options: VaultOptions,
  host: string,
  kept: SecretObject | null,
): Promise<PublishedSecret[]> {
  const secrets = await secretsOfHost(options, host);
  return secrets.map((secret) => {
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

async function secretsOfHost(
  { client, cache, namespace }: VaultOptions,
  host: string,
): Promise<SecretObject[]> {
  const isPublished = (secret: SecretObject) =>
    hostOf(secret) === host &&
    !(secret.metadata.namespace === namespace && secret.metadata.name === vaultSecretName(host));
  if (cache.stateOf("Secret").state === "connected") return cache.list("Secret").filter(isPublished);
  const listed = await listAll(client, "Secret", ownLabelSelector);
  if ("status" in listed) throw failureOfReply({ verb: "list", resource: kinds.Secret }, listed);
  return listed.items.map((secret) => withoutSecretValues(secret as WholeSecret)).filter(isPublished);
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
  const { uid, resourceVersion } = found.metadata;
  await options.client.find({
    ...at,
    verb: "delete",
    body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } },
  });
}

/** What was created for a virtual cluster that has been released stays as it is. */
function isUsedByReleased({ cache }: VaultOptions, host: string, name: string): boolean {
  return cache.list("Gateway").some((gateway) => {
    const namespace = cache.get("Namespace", null, gateway.metadata.namespace ?? "");
    if (namespace && isVirtualCluster(namespace)) return false;
    return securedHostsOf(gateway).some(
      (target) => target.host === host && target.server?.credentialName === name,
    );
  });
}

type Confirm = () => Promise<void>;

/**
 * Deletes the Secrets published for the host, then its keys, each after `confirm`, which stops it by throwing.
 * Throws `conflict` if one has changed in the meantime.
 */
export async function forgetHost(options: VaultOptions, host: string, confirm?: Confirm): Promise<void> {
  const { published, keys } = await secretsOf(options, host);
  // The keys go last: if a deletion fails, the next attempt still finds what is left to do.
  await Promise.all(published.map((secret) => remove(options, secret, confirm)));
  await Promise.all(keys.map((secret) => remove(options, secret, confirm)));
}

/** Deletes the Secrets published for the host that are unwanted when they are deleted; its keys stay. */
export async function withdrawSecrets(
  options: VaultOptions,
  host: string,
  isUnwanted: (name: string) => Promise<boolean>,
  confirm?: Confirm,
): Promise<void> {
  const { published } = await secretsOf(options, host);
  await Promise.all(
    published.map(async (secret) => {
      if (await isUnwanted(secret.metadata.name)) await remove(options, secret, confirm);
    }),
  );
}

async function secretsOf(options: VaultOptions, host: string) {
  const ours = await ownSecrets(options);
  const about = ours.filter(({ metadata }) => metadata.annotations?.[hostAnnotation] === host);
  const isKeys = ({ metadata: { name, namespace } }: KubernetesObject) =>
    namespace === options.namespace && name === vaultSecretName(host);
  return { published: about.filter((secret) => !isKeys(secret)), keys: about.filter(isKeys) };
}

async function ownSecrets({ client, cache }: VaultOptions): Promise<readonly KubernetesObject[]> {
  if (cache.stateOf("Secret").state === "connected") return cache.list("Secret");
  const listed = await listAll(client, "Secret", ownLabelSelector);
  if ("status" in listed) throw failureOfReply({ verb: "list", resource: kinds.Secret }, listed);
  return listed.items;
}

async function remove(
  { client }: VaultOptions,
  { metadata }: KubernetesObject,
  confirm: Confirm | undefined,
): Promise<void> {
  const { name, namespace, uid, resourceVersion } = metadata;
  await confirm?.();
  await client.find({
    verb: "delete",
    resource: kinds.Secret,
    namespace,
    name,
    body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } },
  });
}
