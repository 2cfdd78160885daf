import { catalogue } from "@/lib/text/catalogue";

/** Texts of the offer of one wildcard certificate for many hosts of a domain. */
export const texts = catalogue({
  offerMany: "{hosts, plural, one {# host} other {# hosts}} of {domain} could share one certificate",
  offerLimit:
    "{waiting, plural, one {# host} other {# hosts}} of {domain} can’t all get certificates of their own from {ca} now",
  offerHelp:
    "A wildcard certificate for *.{domain} is one order and one renewal for {gateways, plural, one {# gateway} other {# gateways}}. All of them then have the same key.",
  useOne: "Use one wildcard certificate for *.{domain}…",
  used: "{gateways, plural, one {# gateway uses} other {# gateways use}} one wildcard certificate for *.{domain}, as set in the metadata.",
  backToOf: "Use own certificates again instead of *.{domain}…",
  backTo: "Use own certificates again…",
  usedThisWeek: "{used} of {limit} certificates used this week for {of}.",
  usedInDays: "{used} of {limit} certificates used in {days, plural, one {# day} other {# days}} for {of}.",
  nextNow: "{left, plural, one {# more is} other {# more are}} possible now.",
  nextAt: "The next one is possible at {time}.",
  needsOne: "A wildcard needs one.",
});
