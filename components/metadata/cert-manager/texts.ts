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
  place: "Whose metadata",
  placeHelp: "A virtual cluster without a DNS provider of its own uses that of the installation.",
  ofVirtualCluster: "Virtual cluster {virtualCluster}",
  ofInstallation: "The installation, for all virtual clusters",
  readable: "A ClusterIssuer’s secrets become readable in {virtualCluster}",
  readableHelp:
    "Whoever can read Secrets in namespace {virtualCluster} can then use them for everything they permit, such as every zone of the DNS provider. {fits, select, yes {To keep them in Lamia’s namespace, take the settings for the installation. Or create credentials for the zones of this virtual cluster only.} other {Safer are credentials for the zones of this virtual cluster only.}}",
  shared:
    "The secrets go to Lamia’s namespace, where no virtual cluster can read them. But every virtual cluster without a provider of its own can then get certificates and records in the zones that they permit.",
  left: "What stays behind",
  afterwards: "So that only one of them renews",
  afterwardsHelp:
    "Take over each host on the page of its gateway. When it serves Lamia’s certificate, remove the Certificate of cert-manager, or the cert-manager.io annotation that it was made from. Lamia never deletes anything of cert-manager’s.",
  madeFrom:
    "{kind, select, Ingress {cert-manager makes it from Ingress {name}, and would make it again. First remove the cert-manager.io annotation there.} Gateway {cert-manager makes it from the Kubernetes Gateway {name}, and would make it again. First remove the cert-manager.io annotation there.} other {{kind} {name} owns it, and may make it again. Change that first.}}",
  ownsSecret:
    "Kubernetes deletes Secret {secret} with it, because the Certificate owns it. After that, you can’t go back to the Secret.",
  usedBy:
    "{count, plural, =0 {No gateway of this virtual cluster needs Certificate {name} any more.} one {Certificate {name} serves gateway {gateways}.} other {Certificate {name} serves gateways {gateways}.}}",
  usedElsewhere: "Gateways of other virtual clusters still serve from its Secret: leave it.",
  deleteCertificate: "kubectl -n {namespace} delete certificate {name}",
  command: "Command for {name}",
  take: "Take these settings",
  cancel: "Cancel",
  taken: "Settings taken from {issuer}",
  takenForAll: "Settings taken from {issuer} for the installation",
  takenHelp: "Check them with the DNS provider, then take over a host on the page of its gateway.",
});
