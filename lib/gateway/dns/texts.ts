import { catalogue } from "@/lib/text/catalogue";

/** Why a provider and a zone were chosen for a host, and what takes the host out of the zone. */
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
  cutZone:
    "The zone {zone} delegates {cut} to {servers}, so nobody sees the records of {host} in the zone {id}.",
  cutZoneRemedy:
    "Create a zone {cut} at {provider}, and set the NS records of {cut} in the zone {id} to its name servers. If {cut} needs no zone of its own, delete these NS records instead.",
  shadowedZone:
    "The name servers of {zone} also serve a zone {cut} and answer from it, so nobody sees the records of {host} in the zone {id}.",
  shadowedZoneRemedy:
    "If {cut} is in use, let Lamia use it: name it in dns_zone if that is set, and add the DNS provider or account that has it to the metadata of the virtual cluster. If nobody needs it, delete it.",
});
