import { catalogue } from "@/lib/text/catalogue";

/** Texts of the dialog in which you let Lamia replace foreign DNS records. */
export const texts = catalogue({
  title: "Take over {host}?",
  description:
    "{host} has DNS records that Lamia didn’t write. If they are in use, visitors go elsewhere within minutes.",
  confirm: "Take over",
  now: "Now, in the zone {zone}",
  after: "After",
  ownership: "ownership record",
  ttl: "TTL {seconds} s",
  traffic:
    "Lamia can’t tell whether something still depends on these records. From then on, {host} leads to your ingress. Resolvers notice within {seconds, plural, one {# second} other {# seconds}}.",
  notBack: "Lamia keeps no copy. To go back, remove the Secured Host and write the records yourself.",
  loading: "Reading the records at the DNS provider",
  notLoaded: "Lamia is still reading the records.",
  done: "Lamia now manages {host}",
  doneHelp: "The steps continue as soon as all name servers answer with the new records.",
});
