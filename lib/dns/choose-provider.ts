import type { Metadata, ProviderDefinition, ProviderSource } from "./provider-definition";
import { definitionFor, providers } from "./registry";

export interface ProviderSettings {
  own: Metadata;
  installation: Metadata;
}

export interface ProviderChoice {
  /** Undefined while no provider has all of its keys. */
  definition: ProviderDefinition | undefined;
  /** What the provider is made from; never a mix of both sources. */
  settings: Metadata;
  from: ProviderSource;
}

/**
 * The one place that decides which provider serves the hosts of a virtual cluster. As soon as the virtual cluster has a key
 * of any provider, only its own settings count: the installation's credentials never act on a project or an account
 * that somebody with access to one namespace has named.
 */
export function chooseProvider({ own, installation }: ProviderSettings): ProviderChoice {
  const inherited = definitionFor(installation);
  if (hasProviderKey(own) || !inherited)
    return { definition: definitionFor(own), settings: own, from: "virtual-cluster" };
  return { definition: inherited, settings: installation, from: "installation" };
}

/** Keys that a provider reads, secret or plain. */
export const providerKeys: readonly string[] = Object.values<ProviderDefinition>(providers).flatMap(
  ({ keys }) => keys.map(({ key }) => key),
);

export function hasProviderKey(metadata: Metadata): boolean {
  return providerKeys.some((key) => metadata[key]);
}
