import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about settings of cert-manager's issuers that it takes, or can't take. */
export const texts = catalogue({
  http01: "HTTP-01 challenges",
  cloudDNS: "Google Cloud DNS",
  cloudflare: "Cloudflare",
  route53: "Amazon Route 53",
  azureDNS: "Azure DNS",
  digitalocean: "DigitalOcean",
  rfc2136: "DNS server (RFC 2136)",
  acmeDNS: "acme-dns",
  webhook: "Webhook {solver} of {group}",
  akamai: "Akamai",
  unknownSolver: "A solver that Lamia doesn’t know",

  noAkamai:
    "Lamia has no provider for Akamai. Use an external-dns webhook for it, or enter the records by hand.",
  noWebhook:
    "The webhook speaks cert-manager’s protocol, which only serves challenges. If there is an external-dns webhook for this provider, run it and use that.",
  noSolver: "The solver names no DNS provider that Lamia knows.",
  otherAzure: "Lamia uses Azure’s public cloud only, not {environment}.",
  privateAzure: "Lamia writes public zones only, and this solver writes a private one.",
  noTsig: "The solver signs nothing. Lamia only sends updates that are signed with a TSIG key.",
  md5: "Lamia doesn’t sign with {algorithm}. Give the server a key with hmac-sha256, and use it here.",
  globalKey:
    "Lamia takes API tokens only, and this solver uses the global API key of {email}. Create a token.",

  accountKey: "The ACME account and its key stay with cert-manager. Lamia registers its own.",
  email:
    "The email address {email} belongs to the account. Lamia’s is set once for the installation, with LAMIA_ACME_EMAIL.",
  caBundle: "caBundle: set NODE_EXTRA_CA_CERTS of Lamia to a file with these certificates.",
  skipVerify: "skipTLSVerify: Lamia always verifies the CA. Set NODE_EXTRA_CA_CERTS to its root certificate.",
  eabAlgorithm: "keyAlgorithm {algorithm}: Lamia signs external accounts with HS256.",
  httpOptions: "The ingress, pod, and service settings of HTTP-01: Lamia answers through the Gateway itself.",
  selector: "The selector: in Lamia, the settings hold for every host of the virtual cluster.",
  ambientOfPod:
    "cert-manager’s own identity: Lamia’s pod needs one with the same permissions, and LAMIA_DNS_AMBIENT_CREDENTIALS must allow virtual clusters to use it.",
  serviceAccount: "ServiceAccount {name}: Lamia uses the identity of its own pod.",
  region: "region {region}: Route 53 is one service for all regions.",
  zoneName: "hostedZoneName {zone}: Lamia finds the zone of each host by itself.",
  acmeDnsAccounts:
    "The accounts at the acme-dns server: Lamia registers its own, and shows the CNAME record to enter for each host once.",
});
