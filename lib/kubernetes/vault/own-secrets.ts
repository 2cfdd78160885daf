import type { Place } from "@/lib/gateway/world";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import { listAll } from "@/lib/kubernetes/client/list-all";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, hostOf, isOurs, ownLabelSelector } from "@/lib/kubernetes/ownership";
import {
  formatPlace,
  type NotedPlace,
  notedPlaces,
  placeAnnotation,
} from "@/lib/kubernetes/published-places";
import type { KubernetesObject } from "@/lib/model/object";
import { type VaultOptions, vaultMetadata, vaultSecretName } from "./vault-store";

/** What Lamia has written for a host: the Secrets that ingresses read, and those with its keys. */
export interface SecretsOfHost {
  published: SecretObject[];
  keys: SecretObject[];
}

/**
 * From the cache while that is connected. Where Secrets are read only by name, the published ones are read now: throws
 * `Failure` if one can't be, because then nobody knows whether it exists.
 */
export async function secretsOfHost(options: VaultOptions, host: string): Promise<SecretsOfHost> {
  const own = await ownSecrets(options);
  const about = own.filter((secret) => hostOf(secret) === host);
  const isKeys = ({ metadata }: KubernetesObject) =>
    metadata.namespace === options.namespace && metadata.name === vaultSecretName(host);
  const elsewhere = options.byName ? await atNotedPlaces(options, own, host) : [];
  return {
    published: [...about.filter((secret) => !isKeys(secret)), ...elsewhere],
    keys: about.filter(isKeys),
  };
}

/** Every Secret of Lamia, or those of its own namespace where it can't list others. */
async function ownSecrets({
  client,
  cache,
  namespace,
  byName,
}: VaultOptions): Promise<readonly SecretObject[]> {
  const within = byName ? namespace : undefined;
  if (cache.stateOf("Secret").state === "connected") return cache.list("Secret", within);
  const listed = await listAll(client, "Secret", ownLabelSelector, undefined, within);
  if ("status" in listed)
    throw failureOfReply({ verb: "list", resource: kinds.Secret, namespace: within }, listed);
  return listed.items.map((secret) => withoutSecretValues(secret as WholeSecret));
}

async function atNotedPlaces(
  { client, namespace }: VaultOptions,
  own: readonly SecretObject[],
  host: string,
): Promise<SecretObject[]> {
  const noted = own
    .flatMap(notedPlaces)
    .filter((place) => place.hosts.includes(host) && place.namespace !== namespace);
  const unique = [...new Map(noted.map((place) => [placeAnnotation(place), place])).values()];
  const found = await Promise.all(
    unique.map(({ namespace: at, name }) =>
      client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace: at, name }),
    ),
  );
  return found.flatMap((secret) =>
    secret && isOurs(secret) && hostOf(secret) === host ? [withoutSecretValues(secret)] : [],
  );
}

/** Notes a place beside the keys that `id` names, before anything is written there. */
export async function notePlace(
  { client, cache, namespace, byName }: VaultOptions,
  id: string,
  place: NotedPlace,
): Promise<void> {
  if (!byName) return;
  const name = vaultSecretName(id);
  const key = placeAnnotation(place);
  const value = formatPlace(place);
  if (cache.get("Secret", namespace, name)?.metadata.annotations?.[key] === value) return;
  const at = { resource: kinds.Secret, namespace, query: { fieldManager } };
  const body = { metadata: { annotations: { [key]: value } } };
  const patch: Call = { ...at, verb: "patch", name, patchType: "application/merge-patch+json", body };
  const patched = await client.find<WholeSecret>(patch);
  if (patched) return cache.observe(patched);
  // Something is published for a host that has no keys yet.
  const { annotations, ...metadata } = vaultMetadata(id, namespace, null);
  const noted = { ...metadata, annotations: { ...annotations, [key]: value } };
  const create: Call = {
    ...at,
    verb: "create",
    body: { apiVersion: "v1", kind: "Secret", metadata: noted, type: "Opaque" },
  };
  cache.observe(await client.request<WholeSecret>(create));
}

/**
 * Before keys that others shared are deleted: notes what is still published with them beside the keys of its own host, so that
 * its cleanup finds it.
 */
export async function handOverPlaces(
  options: VaultOptions,
  keys: Pick<KubernetesObject, "metadata">,
  host: string,
): Promise<void> {
  if (!options.byName) return;
  for (const place of notedPlaces(keys)) {
    const [owner] = place.hosts;
    if (owner === undefined || owner === host) continue;
    const { namespace, name } = place;
    const found = await options.client.find<WholeSecret>({
      verb: "get",
      resource: kinds.Secret,
      namespace,
      name,
    });
    if (found && isOurs(found)) await notePlace(options, owner, place);
  }
}

/** Nothing is there any more. `going` is a host whose keys go next, with what is noted there. */
export async function forgetPlace(
  { client, cache, namespace, byName }: VaultOptions,
  place: Place,
  going?: string,
): Promise<void> {
  if (!byName) return;
  const key = placeAnnotation(place);
  for (const { metadata } of cache.list("Secret", namespace)) {
    if (metadata.annotations?.[key] === undefined) continue;
    if (going !== undefined && metadata.name === vaultSecretName(going)) continue;
    const patched = await client.find<WholeSecret>({
      verb: "patch",
      resource: kinds.Secret,
      namespace,
      name: metadata.name,
      query: { fieldManager },
      patchType: "application/merge-patch+json",
      body: { metadata: { annotations: { [key]: null } } },
    });
    if (patched) cache.observe(patched);
  }
}
