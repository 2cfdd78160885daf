import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about Google Cloud DNS and its keys. */
export const texts = catalogue({
  // The form
  project: "Google project",
  projectHelp:
    "The ID (not the name or the number) of the Google Cloud project that has the zones in Cloud DNS.",
  projectMistake:
    "A project ID has 6 to 30 lowercase letters, digits, and hyphens. It begins with a letter and doesn’t end with a hyphen.",
  copyProject: "Copy the project ID from the Google Cloud console.",
  serviceAccount: "Google service account",
  serviceAccountHelp: "The whole JSON file of a service account key.",
  serviceAccountKey: "service account key",
  pasteFile: "Paste the whole JSON file of a service account key.",
  permissions:
    "The service account needs the role DNS Administrator (roles/dns.admin), or dns.managedZones.list, get, and create, dns.resourceRecordSets.*, and dns.changes.* on the project.",

  credentials: "Google credentials",
  credentialsHelp:
    "key: the service account below. ambient: the identity of Lamia’s own pod, from Workload Identity or other Application Default Credentials. A virtual cluster can use ambient only if the installation allows it (LAMIA_DNS_AMBIENT_CREDENTIALS).",
  credentialsMistake: "Choose key or ambient.",
  managedZone: "Managed zone",
  managedZoneHelp:
    "The name or ID of a managed zone. Lamia then uses this zone only, creates none, and needs no permission to list zones. Without it, Lamia uses all public zones of the project.",
  managedZoneMistake:
    "A managed zone’s name has up to 63 lowercase letters, digits, and hyphens, and begins with a letter; its ID has digits only.",
  podIdentity: "Lamia’s pod",
  noAmbient: "Lamia’s pod has no Google identity.",
  noAmbientRemedy:
    "Give Lamia’s service account an identity by Workload Identity, or use the credentials “key”.",
  acceptedAmbient:
    "Google accepted the identity of Lamia’s pod. Project {project} {zones}. Write access isn’t tested, because a check changes nothing.",
  refusesAmbient: "Google refused the identity of Lamia’s pod.",
  checkAmbient:
    "Check the binding of Lamia’s Kubernetes service account to a Google service account (roles/iam.workloadIdentityUser).",
  onlyOneZone: "Lamia can use the managed zone {zone} only, and {apex} isn’t in it.",
  onlyOneZoneRemedy: "Remove the managed zone from the settings of Google Cloud DNS, or correct the host.",

  // The key file
  userCredentials: "These are your own credentials from gcloud.",
  workloadIdentity: "This is a configuration for workload identity federation.",
  impersonation: "This is a configuration for impersonating a service account.",
  unknownType: "Its “type” isn’t “service_account”.",
  emptyKey:
    "The key is empty. In the Google Cloud console, create a JSON key under IAM & Admin, Service Accounts, Keys, and paste the whole file.",
  place: "line {line}, column {column}",
  notJson: "This isn’t valid JSON: check {place}. Paste the whole file, including the outer braces.",
  noType:
    "This JSON isn’t a service account key: it has no “type”. In the Google Cloud console, create a JSON key under IAM & Admin, Service Accounts, Keys, and paste the whole file.",
  otherType:
    "This isn’t a service account key. {found} In the Google Cloud console, create a JSON key under IAM & Admin, Service Accounts, Keys, and paste the whole file.",
  wrongFields:
    "These fields of the key are missing or not valid: {fields}. Download a new JSON key and paste the whole file.",
  keyCutShort: "“private_key” is cut short. Download the key again and use the whole file.",
  notRsa:
    "“private_key” isn’t a readable RSA key. Something may have changed the file. Download a new JSON key and paste the whole file.",

  // Checks
  accepted:
    "Google accepted the key of {account}. Project {project} {zones}. Write access isn’t tested, because a check changes nothing.",
  otherProject: "The key belongs to project {home}, but {key} is {project}.",
  tryAgain: "Try again in a moment.",

  // Refusals by Google
  asksForPause: "Google asks Lamia to slow down: it sent too many Cloud DNS requests.",
  refusesKey: "Google refused the key of {account}.",
  replaceKey:
    "Replace google_service_account with a new JSON key. If the key is new, check that the account isn’t disabled and that the clock of Lamia’s machine is right.",
  cannotSign: "The private key of {account} can’t sign requests.",
  newKey: "Create a new JSON key for the service account and replace google_service_account with it.",
  quotaUsedUp: "Project {project} has used up a Cloud DNS quota.",
  raiseQuota:
    "Raise the Cloud DNS quota of project {project}, or remove zones and records that you don’t need.",
  apiDisabled: "The Cloud DNS API isn’t enabled in project {project}.",
  enableApi: "Enable it: gcloud services enable dns.googleapis.com --project {project}",
  zoneNotAllowed: "Google doesn’t allow this zone in the project.",
  verifyOwnership:
    "Verify in Google Search Console that an owner of the project owns the domain, or delete zones with the same name in other projects.",
  notPermitted: "{account} has no permission to use Cloud DNS in project {project}.",
  grantRole: "Grant {account} the role DNS Administrator (roles/dns.admin) on project {project}.",
  unknownProject: "Google doesn’t know project {project} or the zone in it.",
  correctProject: "Set google_project_id to the ID (not the name or the number) of an existing project.",
  noAnswer: "Google Cloud DNS doesn’t answer ({reason}).",
  noConnection: "no connection",
  outOfOrder: "Google Cloud DNS has an internal error ({status}).",
  rejectedRequest: "Google Cloud DNS rejected the request ({answer}).",
  clientFailed: "An unexpected error occurred in the connection with Google Cloud DNS.",

  // Zones and records
  createdFor: "Created by Lamia for {apex}",
  zoneChanged: "Another user changed the zone at the same time.",
  recordSetGone: "A record set that Lamia was about to replace no longer exists.",
  routingPolicy: "routing policy",
});
