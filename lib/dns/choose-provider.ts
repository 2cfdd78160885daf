import { byHandEverywhere } from "./manual/manual";
import type { Metadata, ProviderDefinition, ProviderSource } from "./provider-definition";
import { chosenProviderKey, definitionsFor, providers } from "./registry";

export interface ProviderSettings {
  own: Metadata;
  installation: Metadata;
}

export interface ProviderChoice {
  /** Those that have all of their keys: the zone of a host chooses among them. */
  definitions: readonly ProviderDefinition[];
  /** What the provider is created from; never a mix of both sources. */
  settings: Metadata;
  from: ProviderSource;
}

/**
 * The one place that decides which providers serve the hosts of a virtual cluster. As soon as the virtual cluster has a key
 * of any provider, only its own settings count: the installation's credentials never act on a project or an account that was
 * named by somebody with access to a single namespace. Naming one of several providers is not such a setting, so a virtual
 * cluster can also do that for the ones that it inherits. If there is no provider, HTTP-01 is enough: you enter the address
 * records by hand.
 */
export function chooseProvider({ own, installation }: ProviderSettings): ProviderChoice {
  const isUnset = !hasProviderKey(own) && !hasProviderKey(installation);
  if (isUnset && (own.acme_challenge || installation.acme_challenge) === "http-01")
    return { definitions: [providers.manual], settings: byHandEverywhere, from: "virtual-cluster" };
  const chosen = own[chosenProviderKey];
  const shared = chosen ? { ...installation, [chosenProviderKey]: chosen } : installation;
  const isInherited = !hasProviderKey(own) && definitionsFor(installation).length > 0;
  const [settings, from] = isInherited
    ? ([shared, "installation"] as const)
    : ([own, "virtual-cluster"] as const);
  return { definitions: definitionsFor(settings), settings, from };
}

/** Keys that a provider reads, secret or plain. */
export const providerKeys: readonly string[] = Object.values<ProviderDefinition>(providers).flatMap(
  ({ keys }) => keys.map(({ key }) => key),
);

export function hasProviderKey(metadata: Metadata): boolean {
  return providerKeys.some((key) => metadata[key]);
}
