import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about certificates that several hosts share, and about the limits of a certificate authority. */
export const texts = catalogue({
  shared: "It covers {names}, and {count, plural, one {# Gateway uses} other {# Gateways use}} it.",
  ordersTogether: "{host} of Gateway {gateway} orders the certificate {id} for all that share it.",
  takesOver: "If it hasn’t by {time}, this host orders it.",
  ordersElsewhere: "Another virtual cluster orders the certificate {id} for all that share it.",
  nobodyRenews:
    "The renewal of the certificate {id} has been due since {date}, and none of the hosts that share it has done it. Their walks say why.",
  nobodyOrders: "No Gateway that owns the certificate {id} can use it, so none orders it.",
  nobodyOrdersRemedy: "Fix the server of one of these Gateways, or set certificate_scope to host.",
  gatewayChanged: "The Gateway has just changed, so Lamia looks at it again.",
  namesChange: "Its names change. {note}",
  namesFailed:
    "The certificate with the new names isn’t there yet, and Lamia will try again. The current one stays in use. {why}",
  firstPublishes: "{host} is the first host of the server and publishes the Secret.",
  wildcardOfOther: "The wildcard certificate {id} belongs to another virtual cluster.",
  wildcardOfOtherRemedy:
    "Set certificate_scope to host, or ask the owner of the domain to share it: in the metadata of the owner’s virtual cluster or gateway, set {key} to “{namespace}/{name}”.",
  wildcardCoversOther: "A wildcard certificate {id} would also cover a host of another virtual cluster.",
  wildcardCoversOtherRemedy:
    "Set certificate_scope to host, or ask the owner of that host to set certificate_scope to zone, too.",
  ownInstead: "So this host has a certificate of its own. {why}",
  ownComes:
    "A certificate of its own comes instead; the wildcard certificate stays in use until then. {note}",
  ownFailed:
    "A certificate of its own isn’t there yet, and Lamia will try again. The wildcard certificate stays in use. {why}",
  misdirected:
    "A browser that reuses its connection for another host of the certificate may get 404, because the ingress can’t answer 421 instead. {why}",
  ordersPerAccount:
    "{ca} takes {limit} new orders of an account in {hours, plural, one {# hour} other {# hours}}, and Lamia has placed {used}. The next one is possible from {time}.",
  certificatesPerDomain:
    "{ca} issues {limit} certificates for {of} in {days, plural, one {# day} other {# days}}, and Lamia has ordered {used}. The next one is possible from {time}.",
  certificatesPerNames:
    "{ca} issues {limit} certificates for exactly {of} in {days, plural, one {# day} other {# days}}, and Lamia has ordered {used}. The next one is possible from {time}.",
  failuresPerName:
    "{ca} accepts {limit} failed validations of {of} in {hours, plural, one {# hour} other {# hours}}, and there were {used}. The next order is possible from {time}.",
  paused: "{ca} asked Lamia to order nothing for {names} before {time}.",
  pausedAll: "{ca} asked Lamia to order nothing before {time}.",
  pausedInferred:
    "{ca} has refused orders for several names, so Lamia orders nothing new from it before {time}, and then tries again.",
  refill: "One more fits every {every}.",
  seconds: "{count, plural, one {# second} other {# seconds}}",
  minutes: "{count, plural, one {# minute} other {# minutes}}",
  hours: "{count, plural, one {# hour} other {# hours}}",
  time: "{date}, {clock} UTC",
});
