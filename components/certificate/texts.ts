import { catalogue } from "@/lib/text/catalogue";

/** Texts of the list of certificates. */
export const texts = catalogue({
  anyTime: "any time",
  certificates: "Certificates",
  daysLeft: "Days left",
  anyDaysLeft: "Any days left",
  searched: "The search looks at hosts, issuers and serials.",
  none: "No certificates yet",
  noneHelp:
    "Lamia orders a certificate for each Secured Host once its zone is delegated, stores it where the ingress reads it, and renews it before it expires.",
  goToGateways: "Go to gateways",
  names: "Names",
  gateway: "Gateway",
  issuer: "Issuer",
  serial: "Serial",
  copySerial: "Copy the serial of {host}",
  validity: "Validity",
  validityOf: "Validity of {host}",
  renewal: "Renewal",
  over: "over {days} days",
  range: "{from}–{to} days",
  expired: "expired",
  upTo: "up to {days, plural, one {# day} other {# days}}",
  upToOrExpired: "up to {days, plural, one {# day} other {# days}} or expired",
});
