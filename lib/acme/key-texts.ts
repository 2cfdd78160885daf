import { catalogue } from "@/lib/text/catalogue";

/** Texts for the settings of certificates. */
export const keyTexts = catalogue({
  group: "Certificates",
  groupHelp:
    "Which certificate authority (CA) issues, and how. All fields are optional. A change applies from the next renewal on, or when you re-issue a certificate; the current certificates stay.",
  ca: "Certificate authority",
  caHelp:
    "letsencrypt, letsencrypt-staging, zerossl, google, buypass, or a directory URL. By entering a CA, you agree to its terms of service.",
  caMistake:
    "Enter letsencrypt, letsencrypt-staging, zerossl, google, buypass, or a directory URL that begins with https://.",
  kid: "EAB key ID",
  kidHelp: "The key ID of your external account, if the CA requires one. ZeroSSL and Google do.",
  kidMistake: "Enter the key ID without spaces.",
  hmac: "EAB HMAC key",
  hmacHelp: "The HMAC key that belongs to the key ID, as the CA shows it.",
  hmacMistake: "Enter the HMAC key in base64 or base64url, as the CA shows it.",
  profile: "Profile",
  profileHelp:
    "A certificate profile of the CA, such as classic, tlsserver, or shortlived. Without one, the CA chooses.",
  profileMistake: "Use at most 64 letters, digits, dots, underscores, and hyphens.",
  chain: "Preferred chain",
  chainHelp:
    "The common name of an issuer, such as ISRG Root X1. If the CA offers several chains, Lamia takes one with this issuer.",
  chainMistake: "Enter the common name of an issuer, at most 200 characters.",
  keyType: "Key type",
  keyTypeHelp: "Of the certificates’ keys. EC keys are faster; use RSA only for clients that need it.",
  keyTypeMistake: "Choose ec-p256, ec-p384, rsa-2048, or rsa-4096.",
  staging: "Staging CA",
  stagingHelp:
    "Where “Try on staging” places its orders. Let’s Encrypt and Buypass have their own; you don’t need to enter these. By entering a CA, you agree to its terms of service.",
  challenge: "Challenge",
  challengeHelp:
    "How the CA checks that a host is yours. dns-01 needs a DNS provider that Lamia can write to, and works for every host. http-01 needs none: the ingress answers on port 80. It doesn’t work for wildcards.",
  challengeMistake: "Choose dns-01 or http-01.",
  scope: "Names of a certificate",
  scopeHelp:
    "host: each Secured Host has its own certificate. server: the Secured Hosts of a gateway’s server share one. zone: all gateways share one wildcard certificate for the names directly below a domain; needs dns-01. It also claims these names for this virtual cluster. A gateway can override it with metadata of the same key.",
  scopeMistake: "Choose host, server, or zone.",
  shareWith: "Wildcard certificate also for",
  shareWithHelp:
    "With zone: gateways of other virtual clusters that may use the wildcard certificate and its key, as namespace/gateway or namespace/*, separated by commas. They must set the scope to zone, too. A gateway can override it with metadata of the same key.",
  shareWithMistake: "Enter namespace/gateway or namespace/*, separated by commas.",
  fallback: "Fallback CAs",
  fallbackHelp:
    "CAs that Lamia tries in this order when the first one doesn’t answer or has reached a limit, separated by commas. By entering a CA, you agree to its terms of service.",
  fallbackMistake: "Enter up to five CAs, each a name or a directory URL, separated by commas.",
});
