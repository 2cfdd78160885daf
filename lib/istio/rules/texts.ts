import { catalogue } from "@/lib/text/catalogue";

/** Findings: the title of each code, what Istio does with the object, and what to do about it. */
export const texts = catalogue({
  ruleHostMissing: "Destination rule for an unknown host",
  ruleHostUnprovided: "No Service or ServiceEntry provides {host}, so this rule has no effect.",
  writeFullName: "Use the full name of Service {service}.",
  correctRuleHost: "Correct the host, or create the Service.",
  ruleWithoutPods: "Destination rule that selects no pods",
  noPodForRule: "No pod in {namespace} has the labels {labels}, so no proxy applies this rule.",
  correctCallerLabels:
    "Correct the labels. They select the pods that send requests, not the pods of the service.",
  serverUnverified: "TLS without CA certificates",
  portUnverified: "TLS on a port without CA certificates",
  tlsUnverified:
    "TLS mode {mode} is set without caCertificates, so proxies may not verify the server’s certificate.",
  tlsOfPortUnverified:
    "TLS mode {mode} of port {port} is set without caCertificates, so proxies may not verify the server’s certificate.",
  setCaCertificates: "Set caCertificates to the CAs that issue the server’s certificate.",
  duplicateSubset: "Duplicate subset name",
  duplicateInRule: "This DestinationRule already has a subset {name}. Istio rejects a second one.",
  duplicateOverRules:
    "DestinationRule {rule} also defines a subset {name} of {host}. Istio drops one of them.",
  uniqueSubsetName: "Give each subset of a service its own name.",
  emptySubset: "Subset that selects no pods",
  noPodInSubset:
    "No pod of {host} has the labels {labels} of subset {name}, so requests to the subset get a 503.",
  correctSubsetLabels: "Correct the labels, or deploy this version.",
  unusedSubset: "Unused subset",
  subsetUnused: "No VirtualService sends requests to subset {name}.",
  useSubset: "Use the subset in a route, or remove it.",
  certificateForOtherHost: "Certificate for another host",
  certificateNames: "The certificate in {secret} is for {names}, not for {host}, so clients refuse it.",
  certificateNamesNothing: "The certificate in {secret} names no host, so clients refuse it for {host}.",
  certificateForHost:
    "Use a certificate that covers both hosts, or give this host its own server and certificate.",
  certificateNearEnd: "Certificate about to expire",
  certificateEndsIn:
    "The certificate in Secret {name} {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}, and Lamia doesn’t renew it.",
  certManagerLate:
    "cert-manager should have renewed it by now. See kubectl -n {namespace} describe certificate {certificate}.",
  renewInTime: "Renew it, or let Lamia manage the host on the page of the Gateway.",
  incompleteChain: "Incomplete certificate chain",
  chainEnds:
    "The chain in Secret {name} lacks the certificate of {issuer}, so clients that don’t have it refuse the connection.",
  addIntermediates: "Append the intermediate certificates of the CA to tls.crt, after the certificate.",
  certificateIgnored: "Ignored certificate",
  certificateUnused: "In TLS mode {mode} the gateway passes TLS through, so Istio ignores this certificate.",
  useOrRemoveCertificate: "Change the mode to SIMPLE to use the certificate, or remove it.",
  credentialUnusable: "Unusable certificate of a gateway",
  missingReference: "Reference to something that doesn’t exist",
  ownSecretMissing:
    "Secret {name} doesn’t exist yet. Until it does, the ingress may not open the port for about 15 seconds.",
  ownSecretComes:
    "Lamia writes it when the certificate is issued. You can follow this in the steps of the Gateway.",
  secretUnknown: "Lamia can’t read Secret {name}, so it doesn’t know whether it exists.",
  allowSecrets: "Allow Lamia to read Secrets in {namespace}, or check that this one exists.",
  secretIncomplete: "Secret {name} doesn’t contain a certificate and its key.",
  completeSecret:
    "Put the certificate into tls.crt and its key into tls.key, in a Secret of type kubernetes.io/tls.",
  secretUnusable:
    "The certificate in Secret {name} isn’t valid PEM. Envoy rejects it, and new certificates of other Gateways with it.",
  correctPem: "Put a PEM certificate into tls.crt and its key into tls.key.",
  keyMismatch:
    "The key in Secret {name} doesn’t match its certificate. Envoy rejects both, and new certificates of other Gateways with them.",
  replacePair: "Replace tls.crt and tls.key with a matching pair.",
  certificateExpired: "The certificate in Secret {name} isn’t valid today, so clients refuse it.",
  renewCertificate: "Renew it, or set a Secured Host so that Lamia gets a certificate.",
  secretElsewhere:
    "Secret {name} is in {elsewhere}, but Istio looks for it in {namespace}, where the ingress pods run.",
  secretMissing: "There is no Secret {name} in {namespace}, where the ingress pods run.",
  copySecret: "Copy the Secret to {namespace}.",
  createSecret:
    "Create the Secret (type kubernetes.io/tls), or set a Secured Host so that Lamia gets a certificate.",
  sharedCertificate: "Certificate shared by several gateways",
  alsoUsedBy:
    "This certificate is also used by Gateway {gateways}{more, plural, =0 {} other { and # more}}. Browsers that reuse an HTTP/2 connection may get a 404.",
  alsoUsedElsewhere:
    "This certificate is also used by {more, plural, one {# Gateway} other {# Gateways}} of other virtual clusters. Browsers that reuse an HTTP/2 connection may reach the wrong one.",
  oneGatewayOfCertificate:
    "Serve all hosts of the certificate from one Gateway, or use a separate certificate for each.",
  portClosed: "Port that the ingress Service doesn’t expose",
  portNotOnIngress: "The ingress Service doesn’t expose port {port}, so clients can’t reach it.",
  openPort: "Add port {port} to Service {services}, or use one of its ports: {ports}.",
  portProtocols: "Two protocols on one port",
  earlierServer: "an earlier server",
  portCarriesTls: "Port {port} already carries TLS for {other}, so plain {protocol} may not work on it.",
  portCarriesOther:
    "Port {port} already carries {otherProtocol} for {other}, so Istio skips this {protocol} server.",
  otherPortOrProtocol: "Use another port, or the same protocol.",
  portRejected: "Port that Envoy rejects",
  gateway: "Gateway {name}",
  andMore: "{first} and {count} more",
  otherServer: "another server of this Gateway",
  sameNameOtherPrefix:
    "{host} on port {port} is also a host of {other}, with a different namespace prefix. Envoy rejects the whole port, and every later change to it.",
  samePrefix:
    "Remove the host from one of them, or use the same prefix in both. Istio then drops only the younger server.",
  hostConflict: "Two servers for one host and port",
  hostOnPort: "{host} on port {port}",
  separateHosts:
    "Give each server its own hosts, put the servers into one Gateway, or use a dedicated ingress.",
  alsoServed: "{place} is also served by {others}. Istio merges their routes.",
  alreadyServed: "{place} is already served by {other}, so Istio drops this whole server.",
  dropsOther: "{place} is also requested by {others}. Istio serves it from here and drops the other server.",
  selectsNoIngress: "Gateway that selects no ingress",
  noPodForGateway: "No pod has the labels {labels}, so nothing listens for this Gateway.",
  chooseIngress: "Choose an existing ingress, or let Lamia create a dedicated one.",
  gatewayWithoutRoutes: "Gateway without a virtual service",
  connectionsClosed: "No VirtualService uses this Gateway, so it closes every connection.",
  requestsGet404: "No VirtualService uses this Gateway, so it answers every request with a 404.",
  createVirtualService:
    "Create a VirtualService that names this Gateway and has the Secured Host among its hosts.",
  unknownAnnotationValue: "Unknown value of an annotation",
  annotationIgnored: "{key} has no value “{value}”. {instead}",
  setKnownValue: "Set {key} to one of {values}, or remove it.",
  scopeOfVirtualCluster:
    "The setting of the virtual cluster counts; without one, each host gets a certificate of its own.",
  recordsOfVirtualCluster:
    "The setting of the virtual cluster counts; without one, only Secured Hosts get DNS records.",
  sharedIngress: "The gateway uses a shared ingress.",
  securedHostUnserved: "Secured Host without a server",
  securedHostNotListed: "The server on port {port} doesn’t list the Secured Host {host}.",
  securedHostWithoutPort:
    "The Secured Host {host} is set for port {port}, but the Gateway has no server on that port.",
  addHostToServer: "Add {host} or “*” to the server’s hosts.",
  addServer: "Add a server on port {port}.",
  notASecuredHost: "“{part}” in the annotation is not a valid Secured Host.",
  injectionMissing: "Namespace without sidecar injection",
  injectionUndecided: "Pods in {namespace} get no Istio proxy, and no label says whether they should.",
  decideInjection:
    "Label the namespace istio-injection=enabled, or istio-injection=disabled if its pods need no proxy.",
  injectionForRoutes:
    "Pods in {namespace} get no Istio proxy, but VirtualService {virtualService} needs one for its mesh routes.",
  injectionAskedFor: "Pods in {namespace} get no Istio proxy, but {workload} asks for one.",
  enableInjection: "Label the namespace istio-injection=enabled, then restart its pods.",
  portProtocolUnknown: "Service port without a known protocol",
  externalTcpPort: "TCP port of an ExternalName Service",
  externalNameTcp:
    "Istio treats {port} of this ExternalName Service as TCP, so it may capture traffic for other hosts.",
  namedPort: "port {port} ({name})",
  portNumber: "port {port}",
  nameAfterProtocol: "Name the port after its protocol, such as http or https.",
  portNameUnclear:
    "The name of port {port} doesn’t say which protocol it uses, so Istio guesses from the first bytes of each connection.",
  nameWithProtocol: "Start the port name with the protocol, as in http-web, or set appProtocol.",
  entryWithoutAddresses: "TCP service entry without addresses",
  entryTakesAll: "Without addresses, this TCP entry may capture connections to port {port} of any host.",
  setAddresses: "Set addresses, or use a protocol that carries the host name, such as TLS or HTTP.",
  entryProtocols: "Two protocols for one host and port",
  twoProtocolsInEntry:
    "Port {port} of {host} is {protocol} here and {otherProtocol} in another port of this entry. Istio uses only one of them.",
  twoProtocols:
    "Port {port} of {host} is {protocol} here and {otherProtocol} in ServiceEntry {entry}. Istio uses only one of them.",
  sameProtocol: "Use the same protocol in both, or remove the port from one of them.",
  destinationMissing: "Unknown destination",
  destinationUnprovided: "No Service or ServiceEntry provides {host}, so requests get a 503.",
  serviceElsewhere: "There is a Service of this name in another namespace. To use it, write {host}.",
  createService: "Create the Service, or a ServiceEntry if the destination is outside the cluster.",
  destinationHidden: "{host} isn’t exported to {namespace}, where requests come from, so they get a 503.",
  exportService: "Add {namespace} to the Service’s annotation networking.istio.io/exportTo.",
  exportEntry: "Add {namespace} to exportTo of the ServiceEntry.",
  destinationPortUnclear: "Destination without a clear port",
  portNotChosen: "{host} has several ports, and this destination doesn’t choose one.",
  noSuchPort: "{host} has no port {port}.",
  choosePort: "Choose one of its ports: {ports}.",
  delegateUnusable: "Unusable delegate",
  delegateMissing: "There is no VirtualService {name} to delegate to, so Istio drops this route.",
  createDelegate: "Create it without hosts, or choose an existing one.",
  delegateWithHosts:
    "VirtualService {name} has hosts of its own, so it can’t be a delegate and Istio drops this route.",
  clearDelegate: "Remove its hosts and gateways, or delegate to another VirtualService.",
  delegateHidden: "VirtualService {name} isn’t exported to {namespace}, so Istio drops this route.",
  exportDelegate: "Add {namespace} to exportTo of that VirtualService.",
  gatewayMissing: "Virtual service that names a missing gateway",
  gatewayOfGatewayApi: "Gateway generated from the Gateway API",
  generatedGateway:
    "Istio generates {name} from a Gateway of the Gateway API, and may change it at any time.",
  attachHttpRoute: "Attach an HTTPRoute to that Gateway, or name an Istio Gateway here.",
  noSuchGateway: "There is no Gateway {name}.",
  gatewayElsewhere:
    "There is a Gateway of this name in another namespace. To use it, write {namespace}/{name}.",
  createGateway: "Create the Gateway, or choose an existing one.",
  hostUnserved: "Host that its Gateway doesn’t serve",
  gatewayServesNone: "Gateway {gateway} serves none of {hosts}, so it sends no requests here.",
  addHostOrRemoveGateway:
    "Add the host to a server of that Gateway, or remove the Gateway from this VirtualService.",
  noServerForHost: "No server of {gateways} serves {host}, so no requests for it arrive.",
  addHostOrChangeGateway: "Add the host to a server of the Gateway, or choose another Gateway.",
  hiddenFromIngress: "Virtual service hidden from its ingress",
  notExportedToIngress:
    "This VirtualService isn’t exported to {namespace}, where the ingress pods run, so the ingress answers its hosts with a 404.",
  exportToIngress: "Add {namespace} to exportTo, or remove exportTo.",
  meshWildcard: "Host “*” on the mesh",
  wildcardRefused: "“*” would capture all traffic in the mesh, so Istio rejects it.",
  nameHosts: "List the hosts, or choose a Gateway instead of mesh.",
  overlappingHosts: "Two virtual services for one host",
  overlappingOnMesh: "Two virtual services for one host on the mesh",
  narrowerWins:
    "VirtualService {other} is for {otherHost} on the mesh. Where both apply, Istio uses the one with the narrower host of {otherHost} and {host}.",
  checkOverlap: "Check that this is what you want, or merge the routes into one VirtualService.",
  mergeRoutes: "Merge the routes into one VirtualService.",
  firstOnGateway:
    "VirtualService {other} has the same host {host} on the same gateway. Istio tries the routes of this one first.",
  secondOnGateway:
    "VirtualService {other} has the same host {host} on the same gateway. Istio tries the routes of that one first.",
  usedOnMesh:
    "VirtualService {other} has the same host {host} on the mesh. Istio uses this one and ignores that one.",
  ignoredOnMesh:
    "VirtualService {other} has the same host {host} on the mesh. Istio uses that one and ignores this one.",
  httpRoutesUnreachable:
    "No request reaches these HTTP routes. They need a server that speaks HTTP, or HTTPS that ends at the gateway; this Gateway has {servers}.",
  tlsRoutesUnreachable:
    "No connection reaches these TLS routes. They need a server for TLS or HTTPS in mode PASSTHROUGH; this Gateway has {servers}.",
  tcpRoutesUnreachable:
    "No connection reaches these TCP routes. They need a server for TCP, or for TLS that ends at the gateway; this Gateway has {servers}.",
  routeProtocol: "Routes of a protocol that the server doesn’t pass on",
  writeOtherRoutes: "Write {protocols} routes instead, or change the server’s protocol or TLS mode.",
  ignoredByIngress: "Mesh routes that the ingress ignores",
  dividedOnMesh:
    "VirtualService {other} splits {host} into subsets for requests inside the mesh. Requests through this gateway ignore that split.",
  divideHere: "To split these requests too, choose the subsets here.",
  routeUnreachable: "Unreachable route",
  conditionUnused: "Unused condition",
  routeNeverReached: "Route {route} is never reached: route {earlier} takes all its requests.",
  reorderRoutes: "Move this route up, narrow the condition of the earlier route, or remove this one.",
  conditionCoveredInRoute:
    "Condition {condition} of route {route} is never used: an earlier condition of the same route takes all its requests.",
  conditionCovered:
    "Condition {condition} of route {route} is never used: route {earlier} takes all its requests.",
  reorderConditions: "Remove this condition, or put the narrower one first.",
  rewriteSlashes: "Rewrite that adds or drops a slash",
  rewrittenPath: "A request for {path} is forwarded as {rewritten}.",
  endWithSlash: "Change this to {uri}/, because the prefix {prefix} also ends with a slash.",
  matchBothForms:
    "Match {prefix}/ first and then exactly {prefix}, or remove the slash at the end of this rewrite.",
  routeByClaim: "Route that depends on a token claim",
  claimUnverified: "The condition on {name} only matches tokens that a RequestAuthentication has verified.",
  addRequestAuthentication: "Check that a RequestAuthentication selects the ingress pods.",
  weightsTotal: "Weights that don’t add up to 100",
  weightsZero: "The weights of this route add up to 0. Istio rejects that.",
  weightsNotPercent:
    "The weights of this route add up to {total}, so they aren’t percentages. Istio divides requests in proportion to them.",
  correctWeights: "Change the weights so that they add up to 100.",
  subsetMissing: "Undefined subset",
  subsetUndefined: "No DestinationRule for {host} defines subset {subset}, so requests get a 503.",
  chooseSubset: "Choose one of its subsets: {subsets}.",
  createSubset: "Create a DestinationRule for {host} that defines this subset.",
  subsetHidden: "Subset in a destination rule that proxies don’t see",
  otherRuleApplies:
    "DestinationRule {rule} defines subset {subset}, but proxies in {namespace} use DestinationRule {otherRule} instead, so their requests get a 503.",
  ruleHidden:
    "DestinationRule {rule} defines subset {subset}, but proxies in {namespace} don’t see it, so their requests get a 503.",
  mergeRules: "Define the subset in that rule, or merge the two rules.",
  moveRule:
    "Move the rule to the namespace of the service, and export it to the namespaces that requests come from.",
  noServiceOfName: "No Service or ServiceEntry provides {host}.",
  correctDestination: "Create the Service, or correct the destination {host} in the VirtualService.",
  subsetOf: "{host}, subset {subset}",
  serviceWithoutPorts: "Service {service} has no ports.",
  serviceWithoutPort: "Service {service} has no port {port}, only {ports}.",
  addServicePort: "Add port {port} to Service {service}, or correct the destination in the VirtualService.",
  noRuleForSubset: "No DestinationRule for {host} defines subset {subset}.",
  addSubset: "Add the subset {subset} to a DestinationRule for {host}, or correct the VirtualService.",
  noDeployment: "No Deployment runs pods for {destination}, with the labels {labels}.",
  correctLabelsOfSubset: "Deploy pods with these labels, or correct the labels of subset {subset}.",
  correctSelector: "Deploy pods with these labels, or correct the selector of Service {service}.",
  scaledToZero: "{destination} has no pods, because Deployment {deployments} is scaled to 0.",
  scaleUp: "Scale Deployment {deployments} to at least 1 replica.",
  noPodReady: "No pod of Deployment {deployments} is ready yet.",
  neighbourMismatched:
    "Secret {secret} of Gateway {gateway} has a key that doesn’t match its certificate, so Envoy rejects new certificates along with it.",
  neighbourUnreadable:
    "Secret {secret} of Gateway {gateway} has no readable certificate and key, so Envoy rejects new certificates along with it.",
  ofGateway: "Gateway {gateway}: {message}",
});
