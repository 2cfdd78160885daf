import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  selectorHelp: "Labels of the ingress pods. Without any: istio=ingressgateway.",
  ingressHelp:
    "dedicated: an ingress of its own, which then sets the selector. Without it, the ingress stays as it is.",
  sharedWithHelp:
    "Gateways of other virtual clusters that may use this gateway’s hosts: namespace/gateway, or namespace/* for all of a namespace",
  sharedWithShape: "Write namespace/gateway, or namespace/* for all gateways of a namespace.",
  clientCaHelp:
    "For TLS mode MUTUAL: the Secret in the gateway’s namespace whose ca.crt holds the CA of client certificates",
  dnsRecordsHelp:
    "Which hosts get DNS records: secured for the Secured Hosts, or all for every host of the servers. Without it, the virtual cluster’s setting counts.",
  dnsRecordsIsField: "Use the field dnsRecords for this.",
  serverRequired: "Add at least one server.",
  listedTwice: "“{host}” is listed twice. Remove one.",
  securedHostNotListed: "“{host}” is not among this server’s hosts. Add it, or “*”.",
  addressNeedsEveryHost:
    "Add “*” to this server’s hosts: clients that open an IP address name no host when they connect.",
  securedHostNeedsTls: "A server with a Secured Host needs the protocol HTTPS or TLS.",
  modeWithoutCertificate: "In mode {mode} the gateway presents no certificate of its own. Choose SIMPLE.",
  tlsRequired: "{protocol} needs a Secured Host, or TLS settings with your own certificate.",
  secretRequired: "Enter the name of the Secret that holds the certificate.",
  istioMutual: "In mode ISTIO_MUTUAL Istio provides the certificate. Remove yours, or choose MUTUAL.",
  oneCertificateSource: "A server can take its certificate from only one place.",
  keyAndCertificate: "Set both the certificate file and the key file.",
  redirectNeedsHttp: "Only plain HTTP can be redirected to HTTPS.",
  tlsNeedsProtocol: "TLS settings need the protocol HTTPS or TLS. This server uses {protocol}.",
  noRedirect: "{protocol} can’t be redirected to HTTPS.",
  securedHostTaken: "Another server on port {port} already has this Secured Host.",
  portOtherProtocol: "Port {port} already uses {protocol}. Choose another port.",
  hostOnPort: "“{host}” is already on port {port}, so Istio would drop this server.",
  tlsModeUnknown: "Choose one of these TLS modes: {modes}.",
  twoCredentials: "Use at most two: one certificate with an RSA key and one with an ECDSA key.",
  securedHostHelp: "The DNS name to serve over HTTPS. Lamia writes its DNS records and gets its certificate.",
  hostRequired: "Add at least one host. “*” matches every host.",
  hostsHelp:
    "Hosts that the server answers for: *, *.example.com, shop.example.com, namespace/shop.example.com",
  oneSecuredHost:
    "A server has one certificate, for one Secured Host. For each other name, add a server of its own on the same port.",
  oneZone: "Enter one zone, by its DNS name or by the provider’s ID, such as example.net.",
});
