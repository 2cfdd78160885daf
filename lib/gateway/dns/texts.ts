import { catalogue } from "@/lib/text/catalogue";

/** Why a provider and a zone were chosen for a host. */
export const texts = catalogue({
  zoneNamed:
    "{place, select, gateway {Set by dns_zone in the metadata of Gateway {gateway}.} other {Set by dns_zone in the metadata of the virtual cluster.}}",
  providerNamed:
    "{place, select, gateway {The provider is set by dns_provider in the metadata of Gateway {gateway}.} installation {The provider is set by dns_provider in the settings of the installation.} other {The provider is set by dns_provider in the metadata of the virtual cluster.}}",
  longestZone: "The longest match of {count} zones. To use another one, set dns_zone.",
  onlyZone: "The only zone that holds {host}.",
  delegatedProvider: "Other providers have a zone of this name, too. The parent zone delegates to this one.",
  sameNameZone:
    "Of {count} zones with this name, the one that the parent zone delegates to, or else the oldest. To use another one, set dns_zone to its ID.",
  apiFirst: "Another provider has this zone, too. One with an API comes first.",
  firstProvider: "No provider had a zone for {host}. {provider} is the first one with an API.",
  keptProvider: "As before, because another provider or the parent zone doesn’t answer.",
  createdZone: "Lamia created it, because {provider} had no zone for {host}.",
});
