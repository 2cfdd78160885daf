import { catalogue } from "@/lib/text/catalogue";

/** Texts of the dialog in which you review one wildcard certificate for many hosts. */
export const texts = catalogue({
  loading: "Reading the gateways",
  notLoaded: "Lamia is still reading the gateways.",
  chooseOne: "Choose at least one gateway.",
  notAll: "{failed} of {count} gateways couldn’t be changed. The reasons are in the list.",
  takeTitle: "Use one wildcard certificate for *.{domain}?",
  takeDescription: "The gateways that you choose then share one certificate for *.{domain} and {domain}.",
  confirmTake: "{count, plural, one {Use it for # gateway} other {Use it for # gateways}}",
  covers: "Gateways and the hosts that it covers",
  all: "All {count} gateways",
  waits: "has no certificate yet",
  left: "{count, plural, =0 {No host is left out} one {# host is left out} other {# hosts are left out}}{sharing, plural, =0 {} one {, and # gateway has it already} other {, and # gateways have it already}}",
  below: "it is more than one label below the domain, and a wildcard covers only one.",
  address: "an IP address keeps a certificate of its own.",
  mixed: "another host of the gateway isn’t directly below the domain.",
  chosen: "the metadata of the gateway choose another scope.",
  zone: "it is in a zone of its own, or the gateway chooses its zone or DNS provider.",
  server: "its server can’t use a certificate of Lamia.",
  sharing: "has it already.",
  changes: "What changes",
  setsAnnotation: "Each of these Gateways gets the annotation {annotation}.",
  ordersOne: "Lamia orders one certificate for {names}. The current ones serve until it is there.",
  replacesSecrets:
    "The TLS Secrets of the hosts keep their names, and then contain the wildcard certificate.",
  answers421:
    "An EnvoyFilter lets the ingress answer 421 instead of 404 when a browser reuses its connection for another of these hosts.",
  oneKey: "One key serves all names: whoever has it can impersonate every host of the domain.",
  isThere: "The wildcard certificate is there already, so nothing has to be ordered.",
  orderWaits: "The order has to wait",
  ordersWait: "New orders have to wait",
  asked:
    "{count, plural, one {# gateway gets} other {# gateways get}} the wildcard certificate for *.{domain}",
  askedHelp: "Their pages show each step. Their current certificates serve until it is there.",
  backTitle: "Use own certificates instead of *.{domain}?",
  backDescription: "The gateways that you choose no longer share the certificate for *.{domain}.",
  confirmBack: "{count, plural, one {Give it back for # gateway} other {Give it back for # gateways}}",
  backFor: "Gateways that get certificates of their own",
  removesAnnotation: "Each of these Gateways loses the annotation {annotation}.",
  ownAgain:
    "Each host uses the certificate that it had before, or else Lamia orders a new one. The wildcard serves until it is there.",
  wildcardStays: "Gateways that you don’t choose keep the wildcard certificate.",
  notAllNow:
    "{left, plural, =0 {No new certificate is} one {Only # new certificate is} other {Only # new certificates are}} possible now, and {count, plural, one {# gateway} other {# gateways}} may need one",
  notAllNowHelp: "Hosts that have to wait keep the wildcard certificate until then.",
  givenBack:
    "{count, plural, one {# gateway gets} other {# gateways get}} a certificate of its own instead of *.{domain}",
  givenBackHelp: "The wildcard certificate serves until the others are there.",
});
