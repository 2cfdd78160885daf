import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about zones whose records you enter by hand. */
export const texts = catalogue({
  title: "By hand",
  permissions:
    "For a DNS provider without an API. The page of a gateway shows each record to enter, and what the zone’s name servers answer. Lamia goes on once all of them have it, and never writes or deletes anything in the zone. A renewal needs a new TXT record each time.",
  zones: "Domains",
  zonesHelp:
    "The domains whose records you enter yourself, separated by commas, including all zones below them. An asterisk (*) stands for all domains.",
  zonesMistake: "Enter domain names separated by commas, such as example.net, example.org, or *.",

  anyDomain: "You enter the records of all domains by hand. Lamia only reads what their name servers answer.",
  found: "{count, plural, one {# name server answers} other {# name servers answer}} for {zones}.",
  notFound: "No parent zone delegates {zones}.",
  notFoundRemedy:
    "Create the zone at your DNS provider, and set its name servers at your registrar. Check the spelling of the domain.",
  noAnswer: "No name server of {zone} answers.",

  cannotCreate: "DNS has no zone for {apex} yet.",
  cannotCreateRemedy:
    "Create the zone {apex} at your DNS provider, and set its name servers at your registrar. Lamia goes on once DNS shows the delegation.",
  notListed: "{apex} isn’t among the domains whose records you enter by hand.",
  notListedRemedy:
    "Add {apex} to {key} in the metadata, or use a host below one of these domains: {domains}.",
  neverWrites: "Lamia changes nothing in {zone}, because you enter its records by hand.",
  neverWritesRemedy: "Look at these records at your DNS provider: {records}.",
});
