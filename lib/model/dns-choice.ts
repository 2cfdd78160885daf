/** The metadata keys of virtual clusters and Gateways that choose among DNS providers and zones; the Gateway's count first. */
export const chosenProviderKey = "dns_provider";
export const chosenZoneKey = "dns_zone";

/** What the metadata of a Gateway say about the provider and the zone of its hosts. */
export interface DnsWish {
  /** The name of the Gateway. */
  gateway?: string;
  provider?: string;
  zone?: string;
}

/** Whose metadata say something. `gateway` is its name, and empty elsewhere. */
export interface SettingPlace {
  place: "gateway" | "virtual-cluster" | "installation";
  gateway: string;
}

/** Why a provider was chosen for a host. */
export type ProviderReason =
  /** There is only one. */
  | "only"
  /** It has the longest zone. */
  | "longest"
  /** Others have a zone of the same name, and the parent zone delegates to this one. */
  | "delegated"
  /** Others have the same zone, and this provider has an API. */
  | "api"
  /** Nobody has a zone, and this is the first provider with an API. */
  | "first"
  /** Another provider, or the parent zone, doesn't answer. */
  | "kept";

/** How the provider and the zone of a host were chosen. */
export interface DnsChoice {
  reason: ProviderReason;
  /** The zones at all providers that could hold the host; 0 if nobody was asked. */
  zones: number;
  /** Who names the provider, if it is only one of several. */
  providerNamed?: SettingPlace;
  /** Who names the zone. */
  zoneNamed?: SettingPlace;
}
