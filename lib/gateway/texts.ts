import { catalogue } from "@/lib/text/catalogue";

/**
 * Texts of the walk: what each step is for, its result (notes) and what to do (remedies). Notes and remedies are sentences;
 * those that start with a lowercase letter go inside another sentence.
 */
export const texts = catalogue({
  detour: "Lamia ordered from {ca} instead of the first CA: {why}",
  revocationWaits: "Lamia revokes certificate {serial} once every Secret of the host holds the new one.",
  revokedNow: "The CA has revoked certificate {serial}, which this one replaces.",
  revokedStillUsed:
    "{message} It is still in {secrets}, which a gateway uses that Lamia no longer manages: clients that check for revocations reject that gateway.",
  revokedStillUsedRemedy:
    "Add the gateway’s virtual cluster again, and Lamia replaces the certificate there, too. Otherwise, have the gateway name another Secret, or delete this one.",
  expiredFirst: "Certificate {serial} has expired before the CA could revoke it. Nobody accepts it any more.",
  revocationDropped:
    "{host}: certificate {serial}, which a user wanted revoked, has expired. There is nothing to revoke any more.",
  notRevoked: "Certificate {serial} isn’t revoked yet. {why}",
  revoked: "{host}: the CA revoked the old certificate {serial} (reason: {reason}).",
  caNotNamed: "The settings no longer name the CA that issued it.",
  nameCaAgain: "Name it in acme_ca or acme_fallback_ca, or revoke the certificate at the CA yourself.",
  reissueFailed:
    "The new certificate isn’t there yet, and Lamia will try again. The old one stays in use. {why}",
  reissuing: "Getting a new certificate, as a user asked: {note}",
  finalizing: "{ca} validated the name and is issuing the certificate.",
  issuing: "{ca} is issuing the certificate.",
  orderGone: "The CA no longer knows this order. Lamia places a new one.",
  checkingChallenge: "{ca} is checking the challenge.",
  noAnswer: "no answer",
  txtUnanswered: "Lamia wrote the TXT record {names}, but no name server answers yet: {problem}.",
  txtSpreading:
    "All name servers have the TXT record. {provider} is still copying it to all of their machines, which the CA may ask, too.",
  txtLate: "Lamia wrote the TXT record {names}. These name servers don’t serve it yet: {servers}.",
  noHttpForWildcard: "CAs validate wildcards such as {host} by DNS only, and acme_challenge is http-01.",
  noHttpForWildcardRemedy:
    "Set acme_challenge to dns-01 in the metadata and configure a DNS provider, or use Secured Hosts without a wildcard.",
  noAddressForHttp: "The CA validates the host at its public address, which the ingress doesn’t have yet.",
  leadsElsewhere:
    "The CA validates {host} at the addresses that DNS has. They must lead to the ingress, {addresses}; the name server {server} has {found}.",
  leadsElsewhereRemedy:
    "Have the A, AAAA, or CNAME records of {host} lead to {addresses}. Lamia continues once all name servers have them.",
  noHttpForNodePort:
    "The CA validates on port 80, and {service} is reached through other ports of the nodes (NodePort). acme_challenge is http-01.",
  noHttpForNodePortRemedy:
    "Set acme_challenge to dns-01 in the metadata and configure a DNS provider. If something in front of the nodes passes port 80 on, name its address in gateway_address.",
  nothing: "none",
  challengeUnserved: "{url} at {address} doesn’t serve the challenge: {answer}.",
  challengeNotLoaded: "The ingress is loading its route.",
  challengeUnservedRemedy:
    "Check that port 80 of the address is open, and that no VirtualService, filter, or authorization policy of the ingress answers paths below /.well-known/acme-challenge/. Lamia tries again on its own.",
  otherContent: "other content",
  redirectTo: "status {status}, a redirect to {site}",
  tooManyRedirects: "more than {count} redirects",
  foreignChallenge: "{ca} wants a challenge at {name}, which Lamia didn’t order.",
  aliasChain: "{name} is a chain of more than {count} CNAME records.",
  aliasChainRemedy: "Point the CNAME record of {name} directly to its final name, or remove it.",
  noPlaceForTxt:
    "Lamia can’t write the TXT record of the challenge at {name}, because it has {type} {described}.",
  deleteRecord: "Delete the {type} record of {name} in the zone {zone}.",
  noZoneForChallenge: "{provider} has no zone for {name}, where the CA looks for the challenge.",
  noZoneForChallengeRemedy:
    "Remove the CNAME record that leads to {name}, or add its zone to the same DNS account.",
  rightByOther: "{host} already has {records}, written by {holder}.",
  recordsOfOther: "The records of {host} belong to {holder}.",
  recordsOfOtherRemedy:
    "Remove the Secured Host there, or delete the TXT record {name} in the zone {zone} to hand the host over.",
  rightByExternalDns:
    "{host} already has {records}, which external-dns keeps (owner {owner}, resource {resource}).",
  externalDnsOwns: "external-dns owns the records of {host} (owner {owner}, resource {resource}): {records}.",
  externalDnsClaims:
    "external-dns claims {host} by the TXT record {name} (owner {owner}, resource {resource}), and would change what Lamia writes.",
  externalDnsRemedy:
    "Remove {host} from {resource} so that external-dns deletes its records, or leave the host to external-dns and point it to the same address. If that external-dns is gone, delete the TXT record {name}.",
  unnamedResource: "unknown",
  rightByNobody: "{host} already has {records}. Lamia didn’t write it and leaves it as it is.",
  ownershipTaken:
    "{name}, where the ownership record belongs, has a record that Lamia didn’t write: {record}.",
  foreignRecords: "{host} has records that Lamia didn’t write: {records}.",
  foreignRecordsRemedy:
    "If nobody needs the records that are there, take them over under Records, or delete them in the zone {zone}. Without the panel, add a TXT record {name} with “{value}” to let Lamia replace them.",
  takeOverChanged:
    "The records have changed since you looked, so Lamia didn’t touch them. Check them again before you confirm.",
  nothingToTakeOver: "{host} has no records of others in the way.",
  otherRecordsRemedy:
    "If nobody needs them, delete them in the zone {zone}. Lamia never replaces records of this type.",
  aliasBesideRecords:
    "{note} The load balancer has the name {alias} but no address, and a CNAME record can’t coexist with other records.",
  aliasBesideRecordsRemedy:
    "Give the load balancer a fixed address, use another host, or delete these records in the zone {zone} if nobody needs them.",
  ambiguousZone:
    "{provider} has {count} zones named {zone}. Lamia can’t tell which one is in use, because no name server of {parent} answers.",
  unexpected: "Something unexpected went wrong. Lamia’s log has the cause.",
  otherInstallation: "another installation of Lamia ({owner})",
  otherVirtualCluster: "a Gateway in another virtual cluster",
  secretStays:
    "A Secret that is no longer needed stays for now, because the API server doesn’t say who uses it.",
  hostOfOther: "{host} belongs to a Gateway in another virtual cluster.",
  wildcardOfOther: "{host} covers a name that belongs to a Gateway in another virtual cluster.",
  coveredByOther: "A Gateway in another virtual cluster holds {holder}, which covers {host}.",
  nothingForThis: "{what} Lamia orders, writes and publishes nothing for this Gateway.",
  shareRemedy:
    "Use another host, or ask its owner to share it: on the owner’s Gateway, set the annotation {annotation} to “{namespace}/{name}”.",
  addressTitle: "Public address",
  addressPurpose: "The ingress of this Gateway has an address that the internet can reach.",
  ingressRemedy:
    "Install an Istio ingress gateway with these labels, or correct spec.selector of the Gateway.",
  noPort: "The ingress Service {service} has no port {port}. Its ports: {ports}.",
  noPortRemedy:
    "Add port {port} to the Service {service}, or move the Secured Host to a port that the Service has.",
  noExternalAddress: "The ingress Service {service} is of type {type} and has no external address.",
  noExternalAddressRemedy:
    "Change the type of the Service to LoadBalancer, set its externalIPs, or set gateway_address in the metadata of the Gateway or of the virtual cluster to the address that your users reach.",
  addressFrom: "{addresses}, from {source}.",
  metadataOfGateway: "gateway_address in the metadata of Gateway {gateway}",
  metadataOfVirtualCluster: "gateway_address in the metadata of the virtual cluster {virtualCluster}",
  correctAddress: "Correct {source}.",
  addressOfItself: "gateway_address names {host} itself, and a record can’t lead to itself.",
  throughNodes: "{addresses}, the external addresses of the nodes, at port {port} of Service {service}.",
  throughInternalNodes:
    "{addresses}, the internal addresses of the nodes, at port {port} of Service {service}.",
  noNodePort: "The ingress Service {service} has no node port for its port {port}.",
  noNodePortRemedy: "Change the type of the Service to NodePort or LoadBalancer.",
  noExternalNode:
    "The ingress Service {service} is reached through node ports, but no ready node has an external address.",
  noInternalNode: "No ready node has an internal address.",
  noNodeRemedy:
    "Set gateway_address in the metadata of the Gateway or of the virtual cluster to the address that your users reach, or to “internal-nodes” for the nodes’ internal addresses.",
  noAddressYet:
    "The load balancer of Service {service} has no address yet. If this lasts, look at the events of the Service: kubectl describe service -n {namespace} {name}.",
  ownIngressRemedy: "Fix the cause. Lamia tries again on its own.",
  redirectCircle: "{host} redirects in a circle: {urls}.",
  redirectCircleRemedy:
    "Check the redirects in its VirtualService and in the app, or set health_path in the metadata of the Gateway.",
  serverErrorRemedy: "Look at the logs of the app. Lamia asks again on its own.",
  healthRemedy:
    "Make the app answer {path}, or set health_path or health_status in the metadata of Gateway {gateway} to what it answers.",
  noRoute: "{url} answered 404: the ingress has no route.",
  routesOfOthers:
    "{says} VirtualService {name} has routes for {host}, but it names {gateways} and not this Gateway.",
  routesOfOthersRemedy: "Add {gateway} to spec.gateways of VirtualService {name}.",
  noVirtualService: "{says} No VirtualService has {host} in its hosts and {gateway} in its gateways.",
  noVirtualServiceRemedy: "Create a VirtualService with the host {host} and the gateway {gateway}.",
  noRouteForPath: "{says} No route of VirtualService {names} matches GET {path}.",
  noRouteForPathRemedy:
    "Add a route for {path}, or set health_path in the metadata of Gateway {gateway} to a path that has a route.",
  routeNotLoaded:
    "{says} VirtualService {names} has one, but the ingress hasn’t loaded it yet. If this lasts, look at the findings of that VirtualService.",
  noPod: "{url} answered {status}: the ingress reaches no pod.",
  answeringTitle: "Answering",
  answeringPurpose:
    "An HTTPS request for the host gets a good answer from the app, not an error from the ingress.",
  correctKey: "Correct {key} in the metadata of Gateway {gateway}.",
  wrongNames: "The certificate at {address} is for {names}, which doesn’t cover {host}.",
  wrongNamesRemedy: "Set credentialName of the Gateway’s server on port {port} to the Secret of {host}.",
  tcpInTls:
    "Port {port} carries TCP over TLS (protocol TLS), so Lamia makes no HTTP request. The TLS handshake is the proof.",
  mutualTls:
    "Port {port} requires a client certificate (MUTUAL), so Lamia makes no HTTP request. The TLS handshake is the proof.",
  redirectsElsewhere: "It redirects to {site}, which Lamia doesn’t follow.",
  asksForLogin: "The site asks for a login, so it works.",
  grpcAnswer: "This is how a gRPC service answers a plain request.",
  certificateTitle: "Certificate",
  certificatePurpose: "The CA has issued a certificate for the host. Lamia renews it before it expires.",
  notOrdered: "Lamia hasn’t ordered a certificate. {note}",
  renewalFailed: "The renewal failed, and Lamia will try again. The certificate is valid until {date}. {why}",
  renewing: "Renewing: {note}",
  renewalLate:
    "The renewal has been due since {date} and still waits. The step Certificate says what for, and the steps before it what to do.",
  issuedBy: "Issued by {issuer}, valid until {date}.",
  delegationTitle: "Delegation",
  delegationPurpose:
    "The parent zone names exactly this zone’s name servers, and the host isn’t delegated any further.",
  noServerKnown: "no server is known",
  noParentAnswer: "No name server of {parent} answers ({problem}).",
  delegated: "The delegation of {zone} at {parent} is correct.",
  partlyDelegated: "{count} of {total} servers of {parent} have the new name servers. The others follow.",
  dsRecord: "key tag {tag}, algorithm {algorithm}, digest type {digestType}",
  dsWithoutKey:
    "For {zone}, {parent} has {count, plural, one {a DS record} other {# DS records}}, but the zone has no key that matches. Resolvers and CAs that validate DNSSEC reject every answer.",
  dsRegistrarRemedy:
    "At the registrar of {zone}, remove {count, plural, one {the DS record} other {the DS records}} ({records}), or turn DNSSEC off there. To keep DNSSEC, turn it on for the zone at {provider} and enter the DS record that you get there instead.",
  dsParentRemedy:
    "In the zone {parent}, delete {count, plural, one {the DS record} other {the DS records}} of {zone} ({records}). To keep DNSSEC, turn it on for the zone {zone} at {provider} and enter the DS record that you get there instead.",
  dsChanging:
    "{count} of {total} servers of {parent} still have a DS record for {zone} that matches no key of the zone. The others follow.",
  delegationWritten:
    "Lamia wrote the NS records of {zone} into the zone {parent} at {provider}. The name servers of {parent} follow.",
  delegationWithdrawn:
    "Lamia deleted the NS records that it had written for {zone}, because the zone no longer exists.",
  parentHasOthers:
    "{zone} isn’t delegated. Lamia doesn’t write its NS records into the zone {parent}, because they would replace or hide {records}.",
  notDelegated: "{zone} has no delegation at {parent}.",
  registrarRemedy: "At the registrar of {domain}, set exactly these name servers: {servers}.",
  parentRemedy:
    "In the zone {parent} ({id}) at {provider}, set the NS records of {zone} to exactly: {servers}.",
  unknownParentRemedy:
    "Where you manage the zone {parent}, set the NS records of {zone} to exactly: {servers}.",
  recordTitle: "Address record",
  recordPurpose:
    "Every name server of the zone answers with the address of the ingress, and the ownership record is in place.",
  unresolved: "The load balancer has the name {hostname}, which Lamia can’t resolve: {problem}",
  nameWithoutAddress: "The name has no address.",
  nameWithBadAddress: "Its addresses can’t be those of a load balancer.",
  resolvedFrom:
    "DNS allows no CNAME record at an apex, so Lamia resolves {hostname} every {seconds} seconds and writes its addresses.",
  standingStays: "{hostname} can’t be resolved now, so its last known addresses stay: {problem}",
  recordServed: "All {count} name servers answer {host} with {addresses}.",
  secretPurpose: "The ingress finds the certificate and its key in a Secret that the Gateway names.",
  noPlaceForSecret: "No ingress pods match the Gateway’s selector, so Lamia has no place for the Secret.",
  servingTitle: "Serving",
  servingPurpose: "A TLS handshake with the address returns Lamia’s certificate for the host.",
  unnamedIssuer: "an unnamed issuer",
  otherGatewayAdvice: "If this lasts, another Gateway uses the same host on this port.",
  handshakeAdvice:
    "The ingress takes a moment to load a new certificate. If this lasts, check that Lamia can reach port {port} of {address}. If it can, annotate Secret {secret}, so that istiod sends it to Envoy again.",
  noServer: "The Gateway has no server on port {port} for {host}.",
  noServerRemedy:
    "Add {host} to the hosts of an HTTPS server on port {port}, or move the Secured Host to another port of the Gateway.",
  plainProtocol:
    "The Gateway’s server on port {port} uses the protocol {protocol}, which has no certificate.",
  plainProtocolRemedy: "Set the protocol of the server on port {port} to HTTPS.",
  passthrough: "The Gateway passes TLS through on port {port}, so the workload presents its own certificate.",
  passthroughRemedy: "Set tls.mode of the server on port {port} to SIMPLE to end TLS at the Gateway.",
  meshCertificate: "The Gateway’s server on port {port} uses the mesh’s own certificates (ISTIO_MUTUAL).",
  meshCertificateRemedy: "Set tls.mode of the server on port {port} to SIMPLE to serve a public certificate.",
  otherCertificateSource:
    "The Gateway’s server on port {port} gets its certificate from elsewhere than credentialName.",
  otherCertificateSourceRemedy:
    "Remove serverCertificate, privateKey, tlsCertificates and credentialNames from the server on port {port}.",
  hostNotServed: "The Gateway’s server on port {port} doesn’t take requests for {host}, only for {hosts}.",
  hostNotServedRemedy: "Add {host} to the hosts of that server, or add another server for it.",
  serverTaken: "The Gateway’s server on port {port} has one certificate, and it is for {other}.",
  serverTakenRemedy: "Add another server on port {port} for {host}, with its own hosts and credentialName.",
  otherHosts: "The server also serves {others}, and Lamia’s certificate would be for {host} only.",
  otherHostsRemedy:
    "Give each of these hosts a server of its own on port {port} first; a port can have several.",
  foreignSecret: "The Secret {namespace}/{name} already exists and isn’t Lamia’s.",
  foreignSecretRemedy:
    "Choose “Let Lamia manage this host” on the page of the Gateway: the Secret stays and serves until Lamia’s certificate is ready. Or set credentialName of the server on port {port} to {own} yourself.",
  secretOfOther: "The Secret {namespace}/{name} holds the certificate of another Secured Host.",
  secretOfOtherRemedy: "Set credentialName of the Gateway’s server on port {port} to {own}.",
  zoneTitle: "DNS zone",
  zonePurpose: "The DNS provider has a zone for the host, and no other virtual cluster holds the host.",
  unusableHost: "{host} can’t be a Secured Host. {problem}",
  unusableHostRemedy: "Choose another Secured Host for this server.",
  publicSuffix: "{host} is a public suffix, which nobody can register.",
  publicSuffixRemedy: "Choose a Secured Host below a domain that you registered.",
  everyNameOpens: "Every name directly below {zone} opens with its certificate.",
  isOpen: "{host} is open at {url}.",
  renewed: "The certificate of {host} was renewed. The new one is valid until {date}.",
  none: "none",
  zoneByHand: "You keep the records of the zone {zone} by hand.",
  yourProvider: "your DNS provider",
  awaitsRecords: "Waiting for {names}. {count} of {total} name servers have what they should.",
  enterRecords: "Enter at your DNS provider: {records}.",
  deleteByHand: "Delete the {type} records of {name} at your DNS provider.",
  renewsByHand: "{note} To renew it before {date}, a new TXT record is needed. {remedy}",
  refusedBy: "{ca} refused: {problem}",
  caaLimits:
    "The CAA records of {name} allow only {issuers}. If the CA refuses, add the CAA record {record} to {name}.",
  caaForbids:
    "The CAA records of {name} allow no CA at all. If the CA refuses, add the CAA record {record} to {name}.",
  gatewayNamed: "Gateway {name}",
  rootZone: "the root zone",
  registry: "the .{domain} registry",
  noSelector: "The Gateway has no selector, so no ingress serves it.",
  noSelectorRemedy: "Set spec.selector of the Gateway to the labels of your ingress pods.",
  noService: "No Service selects pods with the labels {labels}.",
  through: "{addresses} through Service {service}.",
  throughPort: "{addresses} through Service {service}, whose port {port} leads to {target}.",
  creatingIngress: "Lamia is creating the dedicated ingress {ingress}.",
  updatingIngress: "Lamia is updating the dedicated ingress {ingress}.",
  cannotCreateIngress: "Lamia couldn’t create the dedicated ingress {ingress}: {problem}",
  cannotUpdateIngress: "Lamia couldn’t update the dedicated ingress {ingress}: {problem}",
  ingressAnswered: "{url} answered {status}.",
  ingressAnsweredUnlisted: "{url} answered {status}, which health_status doesn’t list.",
  appAnswered: "The app behind {url} answered {status}.",
  appAnsweredUnlisted: "The app behind {url} answered {status}, which health_status doesn’t list.",
  routesLookRight:
    "{says} The routes look right. If this lasts, check that the pods listen on the port that the Service names.",
  routesOfLookRight:
    "{says} The routes of VirtualService {names} look right. If this lasts, check that the pods listen on the port that the Service names.",
  moreNames: "{names} and {count} more",
  and: "{first} and {second}",
  answered: "{url} answered {status} in {milliseconds} ms.",
  answeredBy: "{url} answered {status} by {server} in {milliseconds} ms.",
  followed: "Lamia followed {count, plural, one {# redirect} other {# redirects}}.",
  delegatedElsewhere: "At {parent}, {zone} is delegated to {servers}.",
  parentAndRegistrarRemedy:
    "In the zone {parent} ({id}) at {provider}, set the NS records of {zone} to exactly: {servers}. {parent} itself isn’t delegated yet: at its registrar, set exactly these name servers: {parentServers}.",
  parentAndAboveRemedy:
    "In the zone {parent} ({id}) at {provider}, set the NS records of {zone} to exactly: {servers}. {parent} itself isn’t delegated yet: in its parent zone, set its NS records to exactly: {parentServers}.",
  recordWritten: "Lamia wrote the record. {count} of {total} name servers answer with {addresses}.",
  recordLate:
    "Lamia wrote the record. {count} of {total} name servers answer with {addresses}. Not yet: {late}.",
  secretTitle: "TLS Secret",
  secretServed: "{secrets}, used by Gateway {gateway}.",
  handshakeDone: "{addresses} answered on port {port} with certificate {serial}.",
  untrustedIssuer: "Browsers don’t trust its issuer, {issuer}.",
  otherCertificate: "{address} answers with another certificate: {serial}, issued by {issuer}.",
  otherCertificateFor:
    "{address} answers with another certificate: {serial} for {names}, issued by {issuer}.",
  addressHasNoZone: "An IP address needs no DNS zone.",
  addressHasNoDelegation: "An IP address needs no delegation.",
  addressOfIngress: "Clients reach the ingress at {host}. An IP address needs no record.",
  notAnAddressOfIngress: "{host} isn’t an address of the ingress, which has {addresses}.",
  notAnAddressOfIngressRemedy:
    "Secure an address of the ingress. If clients do reach it at {host}, set gateway_address to {host} in the metadata.",
  noServerForAddressRemedy:
    "Add a server with port {port}, protocol HTTPS, and the host “*”: clients that open an IP address name no host when they connect.",
  zoneFound: "{zone} is at {provider} as {id}.",
  oneOfSeveralZones:
    "{count} zones have this name. Lamia uses the one that is delegated, or else the oldest.",
  zoneCreated: "Lamia created {zone} at {provider} as {id}.",
  waitsFor: "Waits for {steps}.",
});
