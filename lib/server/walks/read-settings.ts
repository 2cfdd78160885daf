import { acmeKeys } from "@/lib/acme/metadata-keys";
import { challengeZoneKey } from "@/lib/dns/challenge-zone";
import type { ProviderDefinition, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { knownMetadata, secretValue } from "@/lib/kubernetes/objects/metadata";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { chosenProviderKey, chosenZoneKey } from "@/lib/model/dns-choice";
import type { SecretText } from "@/lib/model/secret-text";
import type { Settings } from "@/lib/model/settings";

const definitions: (ProviderDefinition | RegistrarDefinition)[] = [
  ...Object.values(providers),
  ...Object.values(registrars),
];

/** The keys that walks read from a Secret, and whether they are secret. */
const isSecret: ReadonlyMap<string, boolean> = new Map(
  [
    ...definitions.flatMap(({ keys }): readonly { key: string; secret: boolean }[] => keys),
    ...acmeKeys,
    challengeZoneKey,
    ...[chosenProviderKey, chosenZoneKey].map((key) => ({ key, secret: false })),
  ].map(({ key, secret }) => [key, secret]),
);

/** Only the settings that `fromSecret` knows. */
export function ofWalks(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => isSecret.has(key)));
}

/** Whoever creates a Secret by hand may put everything into it, even what isn't secret. An empty value is none. */
export function fromSecret(values: Readonly<Record<string, SecretText>>): Settings {
  const known = Object.entries(values).filter(([key]) => isSecret.has(key));
  return Object.fromEntries(
    known.map(([key, value]) => {
      const text = value.reveal();
      return [key, text === "" ? undefined : isSecret.get(key) ? value : text];
    }),
  );
}

/** Reads the settings in a namespace; secret values again when their Secret has changed. */
export function settingsReader({ client, cache }: { client: ClusterClient; cache: ClusterCache }) {
  const secrets = new Map<string, { version: string | null; values: Settings }>();
  return async (namespace: string): Promise<Settings> => {
    const metadata = await knownMetadata({ cache }, namespace);
    if (!metadata) return {};
    const known = secrets.get(namespace);
    if (known && known.version === metadata.secretVersion) return { ...metadata.plain, ...known.values };
    const found = await Promise.all(
      metadata.secretKeys
        .filter((key) => isSecret.has(key))
        .map(async (key) => [key, await secretValue({ client }, namespace, key)] as const),
    );
    const set = found.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
    const values = fromSecret(Object.fromEntries(set));
    secrets.set(namespace, { version: metadata.secretVersion, values });
    return { ...metadata.plain, ...values };
  };
}
