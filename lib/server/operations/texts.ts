import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  listAudit: "List who did what, newest first",
  readAuditEntry: "Read an entry of the audit, with the object before and after",
  verifyAudit: "Verify that no entry of the audit was changed, removed, or moved",
  exportAudit: "Export the audit as JSON lines, oldest first",
  noAuditEntry: "The audit has no such entry, or you aren’t allowed to see it.",
  reviewVersion: "Compare an earlier version of an object with the object as it is now",
  returnToVersion: "Return an object to an earlier version, or bring it back",
  reviewSettings: "Compare earlier metadata of a virtual cluster with those of now",
  returnSettings: "Return the metadata of a virtual cluster to an earlier version, except for secret values",
  settingsChanged:
    "Somebody has changed {virtualCluster} in the meantime. Compare the versions again before you return.",
  settingsOf: "metadata of {virtualCluster}",
  noAuditVersion: "The history of this virtual cluster has no such version.",
  hiddenInVersion:
    "The audit hid a value of {object} because it may be a secret, and the object doesn’t have it any more. Edit the object instead.",
  putOnline:
    "Preview the Service, DestinationRule, Gateway, and VirtualService that put an application online; with apply, create all of them or none",
  listApplications: "List the applications of a virtual cluster: Deployments with the same label app",
  listAllApplications:
    "List the applications of all virtual clusters; with show=all, those of other namespaces too",
  readApplication: "Read an application with its versions",
  deleteApplication: "Delete an application: all Deployments with the same label app",
  noApplication: "{namespace} has no application {name}.",
  listCertificates: "List certificates; by default, those that expire first come first",
  readAdoption:
    "Read what changes when Lamia manages a host whose server serves from a Secret of others, or when it gives the host back",
  adoptHost:
    "Let Lamia manage a host whose server serves from a Secret of others: the Secret stays, and serves until Lamia’s certificate is published",
  giveBackHost:
    "Have a server serve from its old Secret again; Lamia no longer manages the host, and cleans up what it made for it",
  adoptionBegun:
    "Lamia takes over {host}. The Gateway serves from Secret {secret} until Lamia’s certificate is published.",
  adoptionEnded: "{host} is served from Secret {secret} again. Lamia no longer manages it.",
  noSuchUse: "No server of Gateway {name} on port {port} serves {host} from Secret {secret}.",
  oldSecretUnusable: "Secret {namespace}/{name} has no valid certificate with its key.",
  oldSecretUnusableRemedy: "Replace its certificate first, or stay with Lamia’s.",
  gatewayChanged: "Gateway {name} has changed since you looked at it. Look again, then confirm.",
  listTlsSecrets:
    "List the TLS Secrets that gateways name and that Lamia doesn’t manage, also those that are missing; never their keys",
  moreDays: "Only certificates with more days left than this; negative for days since they expired.",
  fewerDays: "Only certificates with at most this many days left; 0 for those that have expired.",
  listCleanups: "List cleanups that are to do and those that are done, newest first",
  tryCleanup: "Try a cleanup now",
  noCleanup: "There is no cleanup with this ID.",
  undoCleanup:
    "Undo a cleanup: keep the records and Secrets of the host until a gateway asks for it again, or you confirm the cleanup",
  cleanupOver: "It’s too late: this cleanup is over.",
  confirmCleanups: "Confirm that Lamia may remove the records and Secrets of the hosts you name",
  clusterUnseen: "Lamia hasn’t seen the cluster yet.",
  createVersion: "Create a version of an application: a Deployment",
  readVersion: "Read a version of an application, with its conditions and the owners of its fields",
  changeVersion:
    "Change a version of an application; if another field manager created the Deployment, only its image and replicas",
  deleteVersion: "Delete a version of an application",
  noDeployment: "{namespace} has no Deployment {name}.",
  followEvents:
    "Follow events as Server-Sent Events; with Accept: application/json, read a page of past events, by default newest first",
  listNotifications: "List notifications, newest first, with the number of unread ones",
  markRead: "Mark notifications as read",
  listFindings: "List the findings of the whole cluster; by default, errors first",
  gatewayState:
    "The state of the gateway’s worst Secured Host; unsecured: it has none; attention: blocked or failed.",
  listGateways: "List the gateways of a virtual cluster with the state of their Secured Hosts",
  listAllGateways: "List the gateways of all virtual clusters",
  createGateway: "Create a gateway",
  readGateway: "Read a gateway with the walks of its Secured Hosts",
  changeGateway: "Change a gateway; what the form doesn’t show stays",
  deleteGateway: "Delete a gateway, its DNS records, and its certificate’s Secret; never a zone",
  readOutlook:
    "Read what the CA would say to another order for a Secured Host now: its limits, and what is used of them",
  readTrial: "Read how the trial of a Secured Host at the staging CA went, or how far it is",
  startTrial:
    "Try whether a certificate could be ordered: at the staging CA, with a key in memory; no Secret is read or written",
  noStaging: "Lamia knows no staging for {ca}. Name one in acme_staging_ca.",
  trialWithoutResult: "The trial ended without a result. Try again.",
  trialTooEarly: "{host} can’t be tried yet: its zone has to be delegated first.",
  reissue:
    "Get a new certificate with a new key for a Secured Host; the current one serves until the new one is published",
  revoke:
    "Replace the certificate of a Secured Host, and have the CA revoke the old one once the ingress serves the new one",
  caNotNamed:
    "The settings no longer name the CA that issued the certificate of {host}. Name it in acme_ca or acme_fallback_ca first, or revoke the certificate at the CA yourself.",
  certificateOfOther: "The certificate of {host} belongs to another virtual cluster.",
  noCertificateYet: "{host} has no valid certificate.",
  certificateReplaced:
    "{host} has another certificate by now: its serial number is {serial}, and your request is about {seen}. Look at the new certificate first.",
  reissueAsked:
    "{by, select, token {A program with the API token asked for a new certificate of {host} in place of {serial}.} other {A user of the panel asked for a new certificate of {host} in place of {serial}.}}",
  revocationAsked:
    "{by, select, token {A program with the API token asked to replace and then revoke certificate {serial} of {host} (reason: {reason}).} other {A user of the panel asked to replace and then revoke certificate {serial} of {host} (reason: {reason}).}}",
  checkGateway: "Check every step of the gateway’s Secured Hosts now",
  clusterSilent: "The cluster hasn’t answered yet. Walks start when it does.",
  readTakeOver:
    "Read which DNS records of others are in the way of a Secured Host, and what Lamia would write instead",
  takeOver:
    "Take over the DNS records of a Secured Host: replace records of others with Lamia’s, if they are still exactly those you confirm",
  readNameServers:
    "Compare the name servers that the registrar has for the domain of a Secured Host with those of its zone, and the records that both answer with. Changes nothing.",
  setNameServers:
    "Set the name servers of a domain at its registrar, if everything is still exactly as you confirm. Moves the whole domain.",
  nameServersChanged:
    "{by, select, token {A program with the API token had Lamia set the name servers of {domain} at {registrar} to {after}. Before, they were {before}.} other {A user of the panel had Lamia set the name servers of {domain} at {registrar} to {after}. Before, they were {before}.}}",
  tryAgainIn: "{words} Try again in {seconds, plural, one {# second} other {# seconds}}.",
  noSecuredHost: "Gateway {name} has no Secured Host {host}.",
  takenOver: "{host}: you had Lamia replace {records}, which it didn’t write.",
  previewDns: "Preview what a Secured Host would use in DNS",
  noGateway: "{namespace} has no gateway {name}.",
  readDiagnosis: "Diagnose a host: ask DNS, public resolvers, and its addresses. Changes nothing.",
  noWildcardDiagnosis: "Enter one name below the wildcard, such as {example}.",
  readIstio:
    "Read what the cluster has of Istio, what is missing, and why a namespace isn’t a virtual cluster",
  listIngresses: "List the ingress gateways of the cluster with their addresses",
  readInstallation: "Read the installer’s Job with the end of its log",
  installIstio:
    "Install Istio into the cluster with a Job that runs the official installer; requires a confirmation",
  noVersion: "Lamia doesn’t offer version {version}.",
  chooseVersion: "Choose one of {versions}",
  installationRuns: "An installation is already in progress.",
  noObject: "{namespace} has no {kind} {name}.",
  listObjects: "List the {kinds} of a virtual cluster",
  listAllObjects: "List the {kinds} of all namespaces",
  destination:
    "Only objects that lead requests to this host: a full name, or the name of a Service in their own namespace.",
  createObject: "Create a {kind}",
  readObject: "Read a {kind} with its findings and the owners of its fields",
  changeObject: "Change a {kind}; what the form doesn’t show stays",
  deleteObject: "Delete a {kind}",
  readInstallationMetadata:
    "Read the settings of the installation, which virtual clusters without their own DNS provider use; never returns secret values",
  mergeInstallationMetadata: "Merge into the settings of the installation; null removes a key",
  notForInstallation: "{key} can’t be set for the installation. Set it in the metadata of a virtual cluster.",
  readMetadata: "Read the metadata; never returns secret values, only whether they are set",
  mergeMetadata: "Merge into the metadata; null removes a key",
  checkMetadata:
    "Check with the DNS provider that the settings work, with the changes that you send but don’t store; changes nothing",
  readIssuers:
    "Read which settings of cert-manager’s issuers a virtual cluster can take, and which Certificates its gateways depend on; never secret values",
  takeIssuerSettings:
    "Take the settings of an issuer of cert-manager into the metadata; secrets are copied from Secret to Secret, and nothing of cert-manager’s changes",
  noIssuer: "There is no {kind} {name} that this virtual cluster can use.",
  issuerChanged:
    "What Lamia would take of {kind} {name} has changed since you looked at it: a setting, the Secret that holds it, or a value that it replaces. Look again, then confirm.",
  notForAll: "The settings of {kind} {name} can only become metadata of the virtual cluster.",
  noSolver: "{name} has no such solver.",
  issuerTaken:
    "{place, select, installation {You took the settings of {kind} {name} of cert-manager ({provider}) for the installation.} other {You took the settings of {kind} {name} of cert-manager ({provider}).}}",
  sendTest:
    "Send a test notification to Slack or the webhook, with the changes that you send but don’t store",
  noDestination: "Choose one of {known}",
  noAddress: "{provider} isn’t set up.",
  enterUrl: "Enter its URL.",
  checkUrl: "Check the URL, then send another test.",
  testTitle: "Test notification",
  testBody: "Notifications of {virtualCluster} arrive here.",
  testSent: "{provider} accepted the test notification.",
  keepElsewhere: "Store it elsewhere.",
  looksSecret: "This looks like a private key, but {key} isn’t kept secret. {advice}",
  review: "Review a draft before you save it: rules, checks, a dry run, and a diff; changes nothing",
  saveObject:
    "Save a whole object as edited in YAML; removes the fields that it leaves out, and creates it if it doesn’t exist",
  import:
    "Preview what Lamia would create and change from YAML of Istio, Kubernetes, or Vamp; with apply, do it",
  export: "Download everything in a virtual cluster that has a form, as YAML documents",
  notEdited: "Lamia doesn’t edit {apiVersion} {kind}.",
  noForm: "This kind has no form.",
  otherNamespace: "The object belongs to {namespace}, not to {here}.",
  writeNamespace: "Write {namespace}, or leave it out.",
  overview:
    "Read the numbers of the overview: gateways, certificates, findings, events, and the health of Istio",
  map: "Read the routes from hosts to pods, of one gateway, one virtual cluster, or all",
  nameVirtualCluster: "Name the virtual cluster of the gateway.",
  requiredWithGateway: "Required with a gateway",
  search: "Find objects of all kinds by name or host, the best matches first",
  signIn: "Sign in a browser with the API token; sets a cookie",
  enterToken: "Enter the token.",
  wrongToken: "This isn’t the token.",
  signOut: "Sign out a browser",
  status: "Read whether the parts that the panel needs are healthy",
  connected: "The panel follows the cluster.",
  unconfirmed:
    "The last list from the cluster left out {objects}. Lamia is checking whether they still exist.",
  virtualClusters: "Virtual clusters",
  noNamespace: "The cluster has no namespace {name}.",
  listVirtualClusters: "List virtual clusters; with show=all, other namespaces too",
  readVirtualCluster: "Read a virtual cluster",
  manage: "Add a namespace as a virtual cluster, or release it",
  ofSystem: "{name} belongs to Kubernetes, Istio, or Lamia. If you’re sure, send its name as confirm.",
  writeName: "Write {name}",
  notAnEmail: "Enter an email address, such as mia@example.com.",
  enterPassword: "Enter your password.",
  enterName: "Enter your name.",
  shortPassword: "Choose a password of at least 12 characters.",
  longPassword: "Choose a password of at most 128 characters.",
  readSession: "Who the request comes from, and what they may do",
  beginOidc: "Begin to sign in with the OIDC provider; the answer says where the browser goes",
  finishOidc: "Sign in with what the OIDC provider sent the browser back with",
  logoutOidc:
    "End sessions with a logout token of the OIDC provider (OpenID Connect Back-Channel Logout), sent as a form",
  finishSignIn:
    "Finish a sign-in whose password was right with a code of the authenticator app, or a recovery code",
  enterCode: "Enter the code.",
  readAccount: "Read your account: how you sign in, and what you may do",
  endOtherSessions: "End all your sessions but this one",
  noOidc: "This installation has no OIDC provider.",
  noLogoutToken: "The form needs a logout_token.",
  useLink: "Create a user with a one-time link, and sign in",
  resetPassword: "Set a new password with a one-time link from an admin; ends the user’s sessions",
  listSessions: "List your sessions",
  endSession: "End one of your sessions",
  noSession: "There is no such session. It may have ended.",
  usersOnly: "This is for users. Sign in with email and password.",
  mapOfOne: "You can see the routes map of your virtual clusters. Name one of them in virtualCluster.",
  eventsOfOne: "You can see the events of your virtual clusters. Name one of them in virtualCluster.",
  changePassword: "Change your password; ends your other sessions",
  wrongCurrent: "This isn’t your current password.",
  listApiTokens: "List your API tokens",
  createApiToken: "Create an API token for a program",
  nameToken: "Name the program that gets the token.",
  tokenShownOnce: "The token. It is shown only once; Lamia stores its hash.",
  removeApiToken: "Remove one of your API tokens",
  noApiToken: "There is no such token.",
});
