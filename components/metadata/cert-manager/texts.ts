import { catalogue } from "@/lib/text/catalogue";

/** Texts of the migration from cert-manager. */
export const texts = catalogue({
  title: "Take settings from cert-manager",
  help: "Lamia reads the DNS provider and the CA of an issuer, and copies them into the metadata of {virtualCluster}. Nothing of cert-manager changes.",
  loading: "Reading the issuers of the cluster",
  absent: "This cluster has no cert-manager.",
  noIssuers:
    "cert-manager has no issuer for an ACME server that {virtualCluster} could use: no ClusterIssuer, and no Issuer in this namespace or in that of the ingress.",
  choose: "Issuer",
  issuer: "{kind} {name}",
  issuerIn: "{kind} {namespace}/{name}",
  solver: "{issuer} – {title}",
  settings: "What Lamia takes",
  secretFrom: "copied from Secret {secret}, key {key}",
  replaces: "replaces the current value",
  left: "What stays behind",
  afterwards: "So that only one of them renews",
  afterwardsHelp:
    "Take over each host on the page of its gateway. When it serves Lamia’s certificate, remove the Certificate of cert-manager, or the cert-manager.io annotation that it was made from. Lamia never deletes anything of cert-manager’s.",
  usedBy:
    "{count, plural, =0 {No gateway of this virtual cluster needs Certificate {name} any more.} one {Certificate {name} serves gateway {gateways}.} other {Certificate {name} serves gateways {gateways}.}}",
  usedElsewhere: "Gateways of other virtual clusters still serve from its Secret: leave it.",
  deleteCertificate: "kubectl -n {namespace} delete certificate {name}",
  command: "Command for {name}",
  take: "Take these settings",
  cancel: "Cancel",
  taken: "Settings taken from {issuer}",
  takenHelp: "Check them with the DNS provider, then take over a host on the page of its gateway.",
});
