import { catalogue } from "@/lib/text/catalogue";

/** Messages about one wildcard certificate for several gateways. */
export const texts = catalogue({
  list: "List the domains for whose hosts one wildcard certificate would do, and those that have one",
  ofGateway: "Only what concerns this gateway",
  review: "Review one wildcard certificate for the hosts below a domain: what it covers, what not, and why",
  use: "Use one wildcard certificate for these gateways: sets certificate_scope in their metadata; needs the revision of the review",
  giveBack:
    "Use certificates of their own for these gateways again: removes certificate_scope from their metadata",
  noHosts: "{namespace} has no Secured Host directly below {domain}.",
  changed: "The gateways below {domain} have changed. Review them again.",
  asked:
    "A user asked for one wildcard certificate *.{domain} for {count, plural, one {# gateway} other {# gateways}}.",
  givenBack:
    "A user asked for certificates of their own instead of *.{domain} for {count, plural, one {# gateway} other {# gateways}}.",
  needsDns:
    "The virtual cluster proves its names over HTTP (acme_challenge: http-01), and CAs don’t issue a wildcard for that, such as *.{domain}.",
  needsDnsRemedy: "Set acme_challenge to dns-01 in the metadata of the virtual cluster.",
  othersRemedy: "Ask whoever owns the domain or that host to share the wildcard certificate.",
});
