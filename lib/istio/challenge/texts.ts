import { catalogue } from "@/lib/text/catalogue";

/** Why an HTTP-01 challenge can't be answered at an ingress, and what you can do. */
export const texts = catalogue({
  noHttpPort: "HTTP-01 needs port 80, and the ingress Service {service} doesn’t have it.",
  noHttpPortRemedy: "Add port 80 to the Service {service}, or set acme_challenge to dns-01 in the metadata.",
  otherProtocol:
    "HTTP-01 needs plain HTTP on port 80, but Gateway {gateway} makes port 80 of this ingress speak {protocol}.",
  otherProtocolRemedy: "Move that server to another port, or set acme_challenge to dns-01 in the metadata.",
  foreignRoutes:
    "On port {port}, Gateway {gateway} serves {host} and takes no routes from the namespace {namespace}.",
  foreignRoutesRemedy:
    "Change the hosts of that Gateway to admit the namespace {namespace}, or set acme_challenge to dns-01 in the metadata.",
  noHttpsServer:
    "Gateway {gateway} redirects {host} to HTTPS, but no server answers HTTPS for it on port 443.",
  noHttpsServerRemedy:
    "Add a server for {host} on port 443, turn the redirect off, or set acme_challenge to dns-01 in the metadata.",
  closedHttps:
    "Gateway {gateway} redirects {host} to HTTPS, where the CA can’t get an answer: TLS mode {mode}.",
  closedHttpsRemedy: "Turn the redirect on port 80 off, or set acme_challenge to dns-01 in the metadata.",
});
