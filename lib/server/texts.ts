import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  notASeal: "Use passphrase:FILE, key:FILE, or aws-kms:KEY.",
  severalProviders: "Several DNS providers",
  severalProvidersHelp:
    "The provider that has the zone of a host serves it; of several zones, the longest one decides. The page of a gateway shows which provider it is.",
  chosenProvider: "One provider for all hosts",
  chosenProviderHelp: "The ID of the provider that serves all hosts, whichever zones the others have.",
  acmeDnsOfInstallation:
    "Use an acme-dns server at a public address, or have the administrator name it as acme-dns in LAMIA_DNS_ENDPOINTS.",
  noTrialByHand: "With DNS by hand, you would enter a record for the trial. Order the certificate instead.",
  noTrialByHttp:
    "Trials need a challenge by DNS, and acme_challenge is http-01 here. Order the certificate instead, or set acme_challenge to dns-01.",
  trialUnreadable: "What is stored of the trial can’t be read.",
  trialWorked:
    "It works. {issuer} issued a certificate that is valid until {date}. Lamia has thrown it away.",
  trialNotReady: "{host} can’t be tried yet: its zone isn’t delegated, or no staging CA is known.",
  trialTooLong: "The trial took more than ten minutes. {note}",
  trialInterrupted: "Lamia was restarted during the trial.",
  trialOtherCertificate: "The staging CA issued a certificate for another key or other names.",
  tryAgain: "Try again.",
  directoryOfInstallation:
    "A virtual cluster can use CAs on the public internet. For a CA in your own network, set acme_ca in the settings of the installation.",
  serverOfInstallation:
    "Enter a server on the public internet. For a server in your own network, set the provider in the settings of the installation, or have whoever runs Lamia add the server to LAMIA_ALLOWED_TARGETS.",
  secrecy: "Lamia stores secret values in a Kubernetes Secret and never shows them again.",
  setAndHidden: "set",
  publicAddress: "Public address",
  publicAddressHelp:
    "Lamia reads the address from the Service in front of the ingress. Say it here where the Service doesn’t know it: on bare metal, behind a tunnel, or behind another load balancer.",
  gatewayAddress: "Gateway address",
  gatewayAddressHelp:
    "IP addresses, separated by commas, or one DNS name; “nodes” for the external addresses of the nodes, or “internal-nodes” for the internal ones. The metadata of a gateway come first.",
  hostRecords: "Records of hosts",
  hostRecordsHelp:
    "Lamia writes the DNS records of Secured Hosts. Have it write those of all other hosts of the gateways too, such as those of plain HTTP servers.",
  dnsRecords: "Hosts with DNS records",
  dnsRecordsHelp:
    "“secured” for Secured Hosts only, or “all” for every host that a gateway’s servers name. A gateway can have a setting of its own.",
  dnsRecordsMistake: "Use secured or all.",
  notifications: "Notifications",
  notificationsHelp: "Where Lamia sends notifications, in addition to the panel. {secrecy}",
  createZoneByHand:
    "DNS has no zone {zone} yet. Create it at your DNS provider, and set its name servers at your registrar.",
  noService: "of this Gateway",
  challengeNameTaken:
    "{kind} {namespace}/{name} exists and isn’t Lamia’s, so the challenge can’t be answered.",
  challengeNameTakenRemedy: "Rename or delete {kind} {namespace}/{name}.",
  publicSuffix: "{name} is a public suffix, so nobody can register it.",
  unreadable: "The document can’t be read.",
  saved: "Saved.",
  systemNamespace: "{name} belongs to Kubernetes, Istio, or Lamia, so an import doesn’t change it.",
  runsAsDefault:
    "The panel can’t have pods run as the ServiceAccount {account}, so these run as default. LAMIA_POD_SERVICE_ACCOUNTS can allow it.",
  nothingToExport: "# {namespace} has nothing to export.",
  nameTaken: "This name is already in use.",
  notATarget: "“{value}” is neither a network, an address, nor a host name",
  notANetwork: "“{value}” is neither an address nor a network such as 10.0.0.0/8",
  notAHostName: "“{value}” isn’t a host name. Write it without https:// and port, such as lamia.example.com.",
  notARequiredClaim: "“{value}” isn’t of the form claim=value.",
  notEndpoints: "“{value}” isn’t a list of provider=URL.",
  notProbeAddresses: "“{value}” isn’t of the form address:port=address:port,…",
  systemPrefix: "Names that begin with “system:” belong to Kubernetes.",
  shortToken: "Use at least 16 characters.",
  noUid: "The cluster returns no uid for the namespace {namespace}.",
  serviceLosesPods: "Service {name} would no longer have any pods: it selects them by {label}",
  keepLabel: "Keep the label, or change the selector of the Service first.",
  requestSeconds: "Duration of requests to the REST API",
  walkSeconds: "Duration of one walk of one Secured Host, without the waits between walks",
  hostsByState: "Secured Hosts by the state of their walk",
  hostsByRunner: "Secured Hosts that the runner attends, walks, and has waiting",
  openCleanups: "Cleanup tasks that aren’t done yet",
  firstExpiry: "When the first certificate expires; 0 without certificates",
  connected: "1 while the watches of every cluster are open",
  notStarted: "Lamia couldn’t start.",
  noProgress: "The rollout makes no progress.",
  scaledToZero: "It is scaled to zero replicas.",
  replicasReady: "{ready} of {wanted} replicas are ready.",
  oneCertificate:
    "The server on port {port} has one certificate, which is for {other}. Give {host} its own server on port {port}; the port can have several.",
  notCheckedYet: "Not checked yet.",
  hasLabel: "It has the label {label}.",
  unknownTask: "This version of Lamia doesn’t know tasks of the kind {kind}.",
  running: "In progress.",
  noLongerAsked: "The Gateway no longer asks for {host}, so Lamia writes nothing for it.",
  siteOpen: "The site is open",
  renewed: "Certificate renewed",
  renewalFailed: "Renewal failed",
  needsYou: "You need to act",
  keepsFailing: "A step keeps failing",
});
