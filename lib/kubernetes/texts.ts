import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about the Kubernetes API, and about what it keeps in the cluster. */
export const texts = catalogue({
  // Credentials
  noCurrentCluster: "The kubeconfig has no current cluster.",
  credentialsUnreadable: "Lamia can’t read the credentials in the kubeconfig.",
  noKubeconfig: "Lamia runs outside of a cluster, and no kubeconfig is set.",
  kubeconfigUnreadable: "The kubeconfig {file} can’t be read or has no server.",
  setKubeconfig:
    "Set KUBECONFIG to a readable kubeconfig file whose current context has a cluster and a user.",
  credentialsRefused: "The Kubernetes API doesn’t accept Lamia’s credentials.",
  renewCredentials:
    "Renew the token or client certificate in the kubeconfig, or the token of the ServiceAccount.",
  notTrusted: "The certificate of the Kubernetes API at {host} isn’t trusted ({code}).",
  correctKubeconfig: "Correct certificate-authority-data, server, or tls-server-name in the kubeconfig.",

  // No answer
  noAnswer: "The Kubernetes API at {host} doesn’t answer: {reason}.",
  connectionRefused: "connection refused",
  connectionReset: "connection reset",
  connectionClosed: "connection closed",
  notInDns: "its name isn’t in DNS",
  notResolved: "its name can’t be resolved",
  noRouteToHost: "no route to the host",
  noRouteToNetwork: "no route to the network",
  timedOut: "timed out",
  silence: "no answer",
  silent: "The Kubernetes API at {host} has stopped sending.",
  silentFor: "The Kubernetes API at {host} hasn’t answered for {seconds} seconds.",
  firstList: "Lamia is reading the first list.",
  listIncomplete: "The Kubernetes API returned a list without some existing {resource}.",
  notAList: "The Kubernetes API returned something other than a list of {resource}.",
  unexpectedKind: "The Kubernetes API reported an object that isn’t a {kind}.",

  // Refusals. A call reads like “patch secrets shop in namespace demo”.
  callIn: "{call} in namespace {namespace}",
  notAllowed: "The Kubernetes API doesn’t allow Lamia to {call}.",
  grant: "Grant Lamia’s ServiceAccount or user the verb “{verb}” on “{resource}” in {group} {where}.",
  grantSecrets: "Grant Lamia the Secrets that it needs in {namespace}: {command}",
  metadataUnread: "Lamia hasn’t read the Secret of metadata yet.",
  metadataNotFollowed:
    "Lamia doesn’t read the Secret of metadata in {namespace}, because the namespace isn’t a virtual cluster.",
  coreGroup: "the core API group",
  apiGroup: "the API group “{group}”",
  inCluster: "for the whole cluster",
  inNamespace: "for the namespace “{namespace}”",
  checkQuotas: "Check the quotas and admission policies of the namespace, and Lamia’s permissions.",
  notFound: "Not found in the cluster: {call}.",
  changedByOther: "Another user changed it at the same time: {call}.",
  tooManyRequests: "Lamia sent too many requests to the Kubernetes API.",
  serverError: "The Kubernetes API has an internal error ({status}): {call}.",
  invalidRequest: "The Kubernetes API says the request isn’t valid ({status}): {call}.",
  wrongName: "“{name}” can’t be the name of an object.",
  missingResource: "The cluster has no {resource} ({version}).",
  noNamespace: "The cluster has no namespace {namespace}.",
  noNamespaceOrKind: "The cluster has no namespace {namespace}, or doesn’t know the kind {kind}.",
  createNamespace: "Create the namespace.",
  createNamespaceOrInstall: "Create the namespace, or install Istio’s CustomResourceDefinitions.",
  anotherManager: "another field manager",
  must: "Must {rule}",
  unknownField: "The API server doesn’t know this field.",
  wrongMetadataKey: "“{key}” can’t be a metadata key.",
  metadataKeyRules:
    "Use at most 63 letters, digits, hyphens, underscores, and dots. Begin and end with a letter or digit.",

  // Namespaces that aren’t virtual clusters
  beingDeleted: "Kubernetes is deleting it.",
  waitForDeletion: "Wait until it is gone, or complete what its finalizers wait for.",
  released: "It was released: it has the label lamia.dev/managed=false.",
  otherLabel: "Its label {label} is “{value}”, not {wanted}.",
  ofSystem: "It belongs to Kubernetes or Istio.",
  onlyInMesh: "It is in the mesh (istio.io/rev={revision}), but it isn’t a virtual cluster.",
  noLabel: "It has none of the labels {labels}.",
  labelCommand: "kubectl label namespace {name} lamia.dev/managed=true --overwrite",
  addIt: "Add it as a virtual cluster, or run: {command}",
  addSystem: "If you’re sure, add it as a virtual cluster, or run: {command}",

  // Gateways
  credentialRefused: "Gateway {namespace}/{name} can’t use the credential name {credentialName}: {reason}",
  removeCertificates: "Remove serverCertificate and credentialNames from the server on port {port}.",
  gatewayChangedMeanwhile: "Gateway {namespace}/{name} has changed since you looked at it.",
  allowSecretOfIssuer: "Allow Lamia to read Secret {secret}.",
  noSecretOfIssuer: "Secret {secret}, which the issuer names, has no key {key}.",
  correctIssuer: "Create it, or correct the reference of the issuer.",
  forIssuers: "Taking settings from cert-manager",
  gatewayRefused: "The cluster doesn’t accept the change of Gateway {namespace}/{name}: {reason}",
  gatewayChanged: "Gateway {namespace}/{name} changed while Lamia was writing its port {port}.",
  noClientCa: "The Secret {secret} for the CA of client certificates has no certificate in its key ca.crt.",
  createClientCa:
    "Create it: kubectl -n {namespace} create secret generic {name} --from-file=ca.crt=CLIENT-CA.pem",
  revocationList:
    "The Secret {secret} has a list of revoked client certificates in its key ca.crl. Lamia’s Secret wouldn’t have it, and the server would accept those clients again.",
  keepRevocationList:
    "Create the Secret {name} in {namespace} with ca.crt and ca.crl of {old}: Istio reads both from there, next to Lamia’s Secret. Remove the annotation lamia.dev/client-ca if the Gateway has it. Or delete ca.crl from {old} if you no longer need it.",
  unnamedClientCa:
    "The Gateway’s server on port {port} requires client certificates, but nothing names the CA of client certificates.",
  nameClientCa:
    "Put the CA’s certificate into the key ca.crt of a Secret in {namespace}, and set the Gateway’s annotation {annotation} to the name of that Secret. Or set tls.mode to SIMPLE.",

  // Keys and certificates
  accountKeySaved: "Another process saved a key for the ACME account in the meantime.",
  noAcmeDnsAccount: "The Secret {secret} holds no readable acme-dns account for {name}.",
  noAcmeDnsAccountRemedy:
    "Restore the Secret {secret} in Lamia’s namespace, or delete it: Lamia then registers again, and the CNAME record changes.",
  noAccount: "The Secret {name} has no ACME account for {host}.",
  restoreAccount:
    "Restore the Secret {name} in Lamia’s namespace, or delete it: Lamia then creates a new account.",
  foreignSecret: "The Secret {namespace}/{name} already exists and isn’t for {host}.",
  deleteOrRename: "Delete it, or name another Secret in the Gateway’s server.",
  secretChanged: "The Secret {namespace}/{name} was created or deleted while Lamia was writing it.",
  orderUnreadable: "Lamia can’t read the stored order for {host}.",
  removeOrder: "Remove order.json, order.key, and order.csr from the Secret {name} in Lamia’s namespace.",
  tooManyRevocations:
    "{count, plural, one {# certificate} other {# certificates}} of {host} already wait for the CA to revoke them.",
  tooManyRevocationsRemedy:
    "See the step Serving for what keeps the CA from revoking them. Once one of them is revoked or has expired, ask again.",
  keysChanged: "Another process changed the keys of {host} at the same time.",
  orderReplaced: "Another process replaced or dropped the order for {host}.",
  notACertificate: "The CA’s response for {host} isn’t a certificate.",
  certificateForOtherKey: "The CA’s certificate for {host} is for another key.",
  certificateForOthers: "The CA’s certificate for {host} is for {names}.",
  noName: "no name",
  certificateExpired: "The CA’s certificate for {host} expired on {date}.",
  certificateNotYetValid: "The CA’s certificate for {host} isn’t valid before {date}.",
  noCertificate: "There is no certificate for {host} to publish.",
  keyMismatch: "The stored key of {host} doesn’t match its certificate. Lamia orders a new one.",

  // What a permission is for
  forNamespaces: "to list, add, and release virtual clusters, and to store their plain metadata",
  forSecrets: "to store keys and secret metadata, and to publish certificates to the ingress",
  forSecretsByName: "to read and write the Secrets that it needs there, by name",
  forServices: "to find the ingress and to edit Services",
  forDeployments: "to find the ingress and to create dedicated ones",
  forDaemonSets: "to find an ingress that runs on every node",
  forStatefulSets: "to find an ingress that is a StatefulSet",
  forPods: "to find an ingress of pods without a controller",
  forNodes: "to find the addresses of an ingress that is reached through node ports",
  forServiceAccounts: "to create dedicated ingresses",
  forRoles: "to let a dedicated ingress read its Secrets",
  forAutoscalers: "to scale dedicated ingresses",
  forGateways: "to check and edit Gateways",
  forVirtualServices: "to edit VirtualServices",
  forDestinationRules: "to edit DestinationRules",
  forServiceEntries: "to edit ServiceEntries",
  forEnvoyFilters: "so that gateways can share a wildcard certificate",

  // Access
  authenticatorReplaced: "Setting up the authenticator app began again in another place. Begin anew.",
  noAccessKey: "The Secret {name} in Lamia’s namespace has no usable field {field}.",
  noAccessKeyRemedy:
    "Restore {name} from a backup. If there is none, delete it, and Lamia creates a new one.",
});
