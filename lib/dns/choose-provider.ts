import { chosenProviderKey, type DnsWish, type SettingPlace } from "@/lib/model/dns-choice";
import { plainValue } from "@/lib/model/settings";
import { byHandEverywhere } from "./manual/manual";
import type { Metadata, ProviderDefinition, ProviderSource } from "./provider-definition";
import { definitionsFor, providers } from "./registry";

export interface ProviderSettings {
  own: Metadata;
  installation: Metadata;
}

export interface ProviderChoice {
  /** Those that have all of their keys: the zone of a host chooses among them. */
  definitions: readonly ProviderDefinition[];
  /** The same without `dns_provider`: earlier records and challenges may be at any of them. */
  every: readonly ProviderDefinition[];
  /** Who names one of several providers. */
  named: SettingPlace | null;
  /** What the provider is created from; never a mix of both sources. */
  settings: Metadata;
  from: ProviderSource;
}

/**
 * The one place that decides which providers serve the hosts of a virtual cluster. As soon as the virtual cluster has a key
 * of any provider, only its own settings count: the installation's credentials never act on a project or an account that was
 * named by somebody with access to a single namespace. Naming one of several providers is not such a setting, so a virtual
 * cluster can also do that for the ones that it inherits, and a Gateway (`wish`) for its hosts. If there is no provider, HTTP-01 is enough: you enter the address
 * records by hand.
 */
export function chooseProvider({ own, installation }: ProviderSettings, wish: DnsWish = {}): ProviderChoice {
  const isUnset = !hasProviderKey(own) && !hasProviderKey(installation);
  if (isUnset && (own.acme_challenge || installation.acme_challenge) === "http-01")
    return {
      definitions: [providers.manual],
      every: [providers.manual],
      named: null,
      settings: byHandEverywhere,
      from: "virtual-cluster",
    };
  const isInherited = !hasProviderKey(own) && everyOf(installation).length > 0;
  const [source, from] = isInherited
    ? ([installation, "installation"] as const)
    : ([own, "virtual-cluster"] as const);
  const chosen = wish.provider || plainValue(own, chosenProviderKey) || plainValue(source, chosenProviderKey);
  const settings = chosen ? { ...source, [chosenProviderKey]: chosen } : source;
  const place = wish.provider ? "gateway" : own[chosenProviderKey] ? "virtual-cluster" : from;
  const every = everyOf(source);
  return {
    definitions: definitionsFor(settings),
    every,
    named: chosen && every.length > 1 ? { place, gateway: wish.gateway ?? "" } : null,
    settings,
    from,
  };
}

function everyOf(settings: Metadata): ProviderDefinition[] {
  return definitionsFor({ ...settings, [chosenProviderKey]: undefined });
}

/** Keys that a provider reads, secret or plain. */
const providerKeys: readonly string[] = Object.values<ProviderDefinition>(providers).flatMap(({ keys }) =>
  keys.map(({ key }) => key),
);

export function hasProviderKey(metadata: Metadata): boolean {
  return providerKeys.some((key) => metadata[key]);
}
