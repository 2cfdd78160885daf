import { catalogue } from "@/lib/text/catalogue";

/** Texts of what users do with a certificate: re-issue it, or revoke it. */
export const texts = catalogue({
  reissueTitle: "Re-issue the certificate of {host}?",
  reissueHelp:
    "Lamia orders a new certificate with a new key now. The current one serves until the new one is published, and stays valid until it expires.",
  reissue: "Re-issue certificate",
  reissueAsked: "Getting a new certificate for {host}",
  reissueAskedHelp: "The steps show how far it is. The current certificate stays in use until then.",
  sharedTitle: "{count, plural, one {# gateway uses} other {# gateways use}} this certificate",
  sharedHelp: "All of them get the new one: {named}{more, plural, =0 {} other { and # more}}.",
  hasToWait: "The order has to wait",
  hasToWaitHelp: "You can ask for it now. Lamia orders as soon as the CA takes it.",
  limits: "Limits of {ca}",
  ordersPerAccount:
    "New orders of the account: {used} of {limit} in {hours, plural, one {# hour} other {# hours}}",
  certificatesPerDomain:
    "Certificates for {of}: {used} of {limit} in {hours, plural, one {# hour} other {# hours}}",
  certificatesPerNames:
    "Certificates for exactly {of}: {used} of {limit} in {hours, plural, one {# hour} other {# hours}}",
  failuresPerName:
    "Failed validations of {of}: {used} of {limit} in {hours, plural, one {# hour} other {# hours}}",
  trialTitle: "Try the order of {host} on staging",
  trialHelp:
    "Lamia takes a whole order at the staging CA: DNS, challenge, and certificate. It uses a key of its own, counts against no limit of the real CA, and throws the certificate away. Your site isn’t touched.",
  noTrialNow: "The order can’t be tried now",
  trialTerms: "The trial runs at {ca}. By starting it, you agree to its terms of service.",
  startTrial: "Try on staging",
  trialAgain: "Try again",
  trialRuns: "The trial is running",
  trialStarting: "It starts in a moment.",
  trialWorked: "The order would work",
  trialFailed: "The order would fail",
  thenReissue: "Re-issue certificate…",
  close: "Close",
  revokeTitle: "Revoke the certificate of {host}?",
  revokeHelp:
    "A revocation can’t be undone. Your site stays up, because Lamia replaces the certificate first:",
  stepOrder: "Lamia orders a new certificate with a new key.",
  stepServe: "The new certificate is published, and Lamia waits until the ingress serves it.",
  stepRevoke: "The CA revokes certificate {serial}. Clients that check for revocations then reject it.",
  reason: "Reason",
  reasonHelp: "The CA publishes it in its revocation list.",
  unspecified: "No particular reason",
  keyCompromise: "Somebody else may have the private key",
  superseded: "A new certificate replaces it",
  cessationOfOperation: "The names are no longer in use",
  revoke: "Replace and revoke",
  revokeAsked: "Replacing the certificate of {host}",
  revokeAskedHelp: "The CA revokes the old one once the ingress serves the new one.",
});
