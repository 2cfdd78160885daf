import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about DNS providers that run as an external-dns webhook. */
export const texts = catalogue({
  title: "external-dns webhook",
  named: "{name} (external-dns webhook)",
  permissions:
    "The webhook has the credentials; they need to read and write records of the zones. It must serve A, AAAA, CNAME, and TXT records. The protocol can’t create zones, compare before it writes, or show types that external-dns doesn’t know, such as CAA and ALIAS: Lamia reads before and after each write.",

  provider: "Webhook",
  providerHelp:
    "Name of a webhook that the installation has: hetzner if LAMIA_DNS_ENDPOINTS contains webhook-hetzner=http://localhost:8888.",
  providerMistake: "Enter the name with lowercase letters, digits, and hyphens only, such as hetzner.",
  zones: "Zones",
  zonesHelp:
    "The zones that Lamia may use, separated by commas. If you leave this empty, Lamia finds the zone of a host in DNS, within the domains that the webhook serves.",
  zonesMistake: "Enter domain names separated by commas, such as example.net, example.org.",

  unknownWebhook: "The installation has no webhook named {name}.",
  unknownWebhookRemedy:
    "Add webhook-{name}=URL to the environment variable LAMIA_DNS_ENDPOINTS of Lamia, or set webhook_provider to a webhook that it names: {known}.",
  none: "there is none",
  otherVersion: "{provider} doesn’t speak version 1 of the webhook protocol.",
  otherVersionRemedy:
    "Check that the URL in LAMIA_DNS_ENDPOINTS leads to the provider port of an external-dns webhook, not to its metrics or health port.",
  failed: "{provider} could not do it (status {status}). Its log has the reason.",
  forbidden: "{provider} refused the request (status {status}).",
  forbiddenRemedy: "Check the credentials in the configuration of the webhook. Its log has the reason.",

  parentSilent: "No name server of {parent} says whether there is a zone {zone}.",

  cannotCreate: "{provider} has no zone for {apex}, and the webhook protocol has no way to create one.",
  cannotCreateRemedy:
    "Create the zone {apex} at your DNS provider, set its name servers at your registrar, and let the webhook serve it. Lamia continues once DNS shows the delegation.",
  notServed: "{provider} doesn’t serve {apex}.",
  notServedRemedy: "Add {apex} to the domain filter of the webhook, and to webhook_zones if you have set it.",
  noSuchType: "Webhooks of external-dns have no {type} records.",
  notData: "{value} isn’t a value of {type} records.",
  changedMeanwhile: "Another user changed the {type} records of {name} at the same time.",
  dropped: "{provider} doesn’t take the {type} records of {name}.",
  routed: "a record with the routing policy {policy}",
  noTargets: "a record without the targets that it leads to",
  alias: "an alias record of the provider",

  accepted:
    "{provider} answers. It serves {domains}. Write access isn’t tested, because a check changes nothing.",
  anyDomain: "any domain",
  tryAgain: "Try again in a moment.",
});
