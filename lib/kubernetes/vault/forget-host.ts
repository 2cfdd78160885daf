import { failureOfReply } from "@/lib/kubernetes/client/failure-of";
import { listAll } from "@/lib/kubernetes/client/list-all";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { hostAnnotation, ownLabelSelector } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import { vaultSecretName } from "./vault-secret";
import type { VaultOptions } from "./vault-store";

type Confirm = () => Promise<void>;

/**
 * Deletes the Secrets published for the host, then its keys, each after `confirm`, which stops it by throwing. Throws
 * `conflict` when one changed meanwhile.
 */
export async function forgetHost(options: VaultOptions, host: string, confirm?: Confirm): Promise<void> {
  const { published, keys } = await secretsOf(options, host);
  // The keys go last: should a deletion fail, the next try still finds what is left to do.
  await Promise.all(published.map((secret) => remove(options, secret, confirm)));
  await Promise.all(keys.map((secret) => remove(options, secret, confirm)));
}

/** Deletes the Secrets published for the host that are unwanted at the moment of their deletion; its keys stay. */
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
