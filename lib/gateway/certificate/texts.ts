import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about the limits of a certificate authority. */
export const texts = catalogue({
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
