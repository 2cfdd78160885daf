import { failureOfReply } from "./failure-of";
import { kinds } from "./kinds";
import { listAll } from "./list-all";
import type { KubernetesObject } from "./object";
import { hostAnnotation, ownLabelSelector } from "./ownership";
import { vaultSecretName } from "./vault-secret";
import type { VaultOptions } from "./vault-store";

/**
 * Deletes the Secrets published for the host, then its keys. Throws `conflict` when one changed meanwhile.
 */
export async function forgetHost(options: VaultOptions, host: string): Promise<void> {
  const ours = await ownSecrets(options);
  const about = ours.filter(({ metadata }) => metadata.annotations?.[hostAnnotation] === host);
  const isKeys = ({ metadata: { name, namespace } }: KubernetesObject) =>
    namespace === options.namespace && name === vaultSecretName(host);
  // The keys go last: should a deletion fail, the next try still finds what is left to do.
  const published = about.filter((secret) => !isKeys(secret));
  await Promise.all(published.map((secret) => remove(options, secret)));
  await Promise.all(about.filter(isKeys).map((secret) => remove(options, secret)));
}

async function ownSecrets({ client, cache }: VaultOptions): Promise<readonly KubernetesObject[]> {
  if (cache.stateOf("Secret").state === "connected") return cache.list("Secret");
  const listed = await listAll(client, kinds.Secret, ownLabelSelector);
  if ("status" in listed) throw failureOfReply({ verb: "list", resource: kinds.Secret }, listed);
  return listed.items;
}

async function remove({ client }: VaultOptions, { metadata }: KubernetesObject): Promise<void> {
  const { name, namespace, uid, resourceVersion } = metadata;
  await client.find({
    verb: "delete",
    resource: kinds.Secret,
    namespace,
    name,
    body: { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } },
  });
}
