import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about zones whose records you enter by hand. */
export const texts = catalogue({
  title: "By hand",
  permissions:
    "For a DNS provider without an API. The page of a gateway shows each record to enter, and what the zone’s name servers answer. Lamia continues once all of them have it, and never writes or deletes anything in the zone. A renewal needs a new TXT record each time.",
  zones: "Domains",
  zonesHelp:
    "The domains whose records you enter yourself, separated by commas, including all zones below them. An asterisk (*) stands for all domains.",
  zonesMistake: "Enter domain names separated by commas, such as example.net, example.org, or *.",

  acmeDnsUrl: "acme-dns server",
  acmeDnsUrlHelp:
    "So that renewals need nobody: you enter one CNAME record for the challenge of each host, and Lamia writes the TXT records at this server. It must be reachable at a public address, unless LAMIA_DNS_ENDPOINTS names it as acme-dns.",
  acmeDnsUrlMistake: "Enter the whole URL of the server’s API, such as https://auth.example.org.",
  acmeDns: "acme-dns at {server}",
  acmeDnsAnswers: "The acme-dns server {server} answers.",
  acmeDnsRemedy: "Check the URL, and that the server runs.",
  acmeDnsAway: "The acme-dns server {server} doesn’t answer ({code}).",
  acmeDnsFailed: "The acme-dns server {server} could not do it (status {status}).",
  acmeDnsRefused: "The acme-dns server {server} refused the request (status {status}).",
  acmeDnsForbiddenRemedy:
    "If the server has lost its accounts, delete the Secrets that Lamia keeps of them (lamia-acme-dns-…), so that it registers again. Then correct the CNAME record as the gateway’s page says.",
  acmeDnsRefusedRemedy: "Check that {server} is an acme-dns server that takes registrations.",
  acmeDnsUnreadable: "The acme-dns server {server} gave an answer that isn’t one of acme-dns.",
  acmeDnsUnknown: "Lamia has no account for {name} at the acme-dns server {server} yet.",
  acmeDnsNoZone: "DNS has no zone for {apex}, where the acme-dns server {server} keeps its records.",
  anyDomain: "You enter the records of all domains by hand. Lamia only reads what their name servers answer.",
  found: "{count, plural, one {# name server answers} other {# name servers answer}} for {zones}.",
  notFound: "No parent zone delegates {zones}.",
  notFoundRemedy:
    "Create the zone at your DNS provider, and set its name servers at your registrar. Check the spelling of the domain.",
  noAnswer: "No name server of {zone} answers.",

  cannotCreate: "DNS has no zone for {apex} yet.",
  cannotCreateRemedy:
    "Create the zone {apex} at your DNS provider, and set its name servers at your registrar. Lamia continues once DNS shows the delegation.",
  notListed: "{apex} isn’t among the domains whose records you enter by hand.",
  notListedRemedy:
    "Add {apex} to {key} in the metadata, or use a host below one of these domains: {domains}.",
  neverWrites: "Lamia changes nothing in {zone}, because you enter its records by hand.",
  neverWritesRemedy: "Look at these records at your DNS provider: {records}.",
});
