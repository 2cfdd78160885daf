import { catalogue } from "@/lib/text/catalogue";

/** Which provider and which zone serve a host, and which one answers its challenges. */
export const zoneTexts = catalogue({
  group: "Zones",
  groupHelp:
    "Lamia uses the longest zone that holds a host, and the page of a gateway shows which one. A gateway can name another provider or zone in its own metadata, with the same keys.",
  challengeGroupHelp:
    "Virtual clusters that keep their domains by hand can have Lamia answer the challenges in a zone of the installation.",
  zone: "Zone",
  zoneHelp:
    "The zone that holds all hosts of the virtual cluster, by its DNS name or by the provider’s ID. Lamia then uses no other zone, and creates none.",
  zoneMistake: "Enter the DNS name of a zone, such as example.net, or the ID that the provider gave it.",
  challengeZone: "Zone for challenges",
  challengeZoneHelp:
    "For domains that you keep by hand: you enter one CNAME record for the challenge of each host, and Lamia answers it in this zone, at a provider with an API of the virtual cluster or of the installation. Renewals then need nobody. Takes precedence over an acme-dns server.",
  noChallengeProvider:
    "acme_challenge_zone names {name}, and neither the virtual cluster nor the installation has a DNS provider with an API.",
  noChallengeProviderRemedy:
    "Add the keys of the provider that has the zone to the metadata of the virtual cluster, or in the settings. Or remove acme_challenge_zone, and enter the TXT records yourself.",
  challengeZoneUnknown: "acme_challenge_zone names {name}, and no such zone is at {providers}.",
  challengeZonePrivate:
    "acme_challenge_zone names {name}, which is private: the CA looks for challenges in public DNS.",
  challengeZoneRemedy:
    "Name a public zone of one of these providers in acme_challenge_zone, or remove it, and enter the TXT records yourself.",
  challengeZoneUndelegated:
    "acme_challenge_zone names {zone}, and its parent zone doesn’t delegate it to the provider’s name servers, so the CA finds nothing there.",
  challengeZoneUndelegatedRemedy:
    "Set the name servers of {zone} at its registrar or in its parent zone to {servers}, or name another zone in acme_challenge_zone.",
  notItsChallenge: "{name} isn’t a challenge of the virtual cluster {virtualCluster}.",

  zoneUnknown: "dns_zone names {name}, and no such zone is at {providers}.",
  zoneUnknownRemedy:
    "{place, select, gateway {Correct dns_zone in the metadata of Gateway {gateway}, or remove it: Lamia then uses the longest zone that holds {host}.} other {Correct dns_zone in the metadata of the virtual cluster, or remove it: Lamia then uses the longest zone that holds {host}.}}",
  zoneElsewhere: "dns_zone names the zone {zone}, which doesn’t hold {host}.",
  zoneElsewhereRemedy:
    "{place, select, gateway {In the metadata of Gateway {gateway}, name a zone in dns_zone that holds {host}, or remove it.} other {Name a zone that holds {host} in the metadata of the Gateway (dns_zone), or change dns_zone in the metadata of the virtual cluster.}}",
  zoneIsPrivate: "dns_zone names the zone {zone}, which is private: it answers only inside a network.",
  zoneIsPrivateRemedy:
    "{place, select, gateway {In the metadata of Gateway {gateway}, name a public zone in dns_zone that holds {host}, or remove it.} other {Name a public zone that holds {host} in dns_zone, or remove it from the metadata of the virtual cluster.}}",
});
