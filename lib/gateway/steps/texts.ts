import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about whatever answers for a host that gets only records. */
export const texts = catalogue({
  title: "Reachable",
  purpose:
    "Something answers for the host at its address: an HTTP response, or a TLS handshake with a certificate for the host.",
  notTried:
    "Port {port} carries {protocol}, which Lamia can’t speak with the app, so the records are all that is checked.",
  answeredAt: "{url} answered {status} at {address}.",
  byIngressItself: "The ingress itself said so, and no app.",
  answeredByTls: "{address} answered on port {port} with a certificate of {issuer} for {names}.",
  untrusted: "Browsers don’t trust it.",
  otherCertificate:
    "{address} answered on port {port} with a certificate of {issuer} for {names}, which doesn’t cover {host}.",
  otherCertificateRemedy:
    "Make {host} a Secured Host, so that Lamia gets its certificate. Or give the Gateway’s server a certificate for it; with PASSTHROUGH, the workload.",
  advice:
    "The ingress takes a moment to open a port. If this lasts, check that Lamia can reach port {port} of {address}.",
  noNames: "no names",
});
