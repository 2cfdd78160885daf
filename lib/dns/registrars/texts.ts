import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about registrars and their settings. */
export const texts = catalogue({
  // Settings
  namecomUser: "name.com username",
  namecomUserHelp: "The username of the account, without the suffix -test of its test environment.",
  namecomUserMistake: "A username has letters, digits, and the characters @ . _ + -.",
  namecomToken: "name.com API token",
  namecomTokenHelp:
    "Create one in the account settings of name.com, under Security, API tokens. With two-step verification, also turn on API access there.",
  namecomTokenMistake: "A token has 20 or more letters and digits.",
  namecomPermissions:
    "A name.com token acts for the whole account; there are no smaller rights. Lamia reads domains and DNS records for DNSSEC, and sets name servers only when you press the button.",
  awsSource: "AWS credentials for domains",
  awsSourceHelp:
    "dns: the credentials of the DNS provider Amazon Route 53 above. keys: the access key below. ambient: the identity of Lamia’s own pod, which a virtual cluster can use only if the installation allows it (LAMIA_DNS_AMBIENT_CREDENTIALS).",
  awsSourceMistake: "Choose dns, keys, or ambient.",
  awsIdHelp: "The ID of an access key of an IAM user. Needed for “keys”.",
  awsSecretHelp: "The secret that belongs to the access key ID. Needed for “keys”.",
  awsRoleHelp:
    "The ARN of a role that Lamia assumes with these credentials, for example in the account that pays for the domains.",
  awsPermissions:
    "The user or role needs route53domains:ListDomains, route53domains:GetDomainDetail, route53domains:ListOperations, and route53domains:UpdateDomainNameservers.",
  cloudflare: "Cloudflare Registrar",
  cloudflareHelp:
    "read: if a domain is registered at Cloudflare, the page says what that means for its name servers. Lamia uses the API token and the account ID of the DNS provider Cloudflare, and changes nothing.",
  cloudflareMistake: "Choose read, or leave it empty.",
  cloudflarePermissions: "The token needs Account – Registrar: Domains – Read.",

  // Which settings apply
  correctKey:
    "{from, select, installation {Correct {key} in the settings.} other {Correct {key} in the metadata of the virtual cluster.}}",
  addKeys:
    "{from, select, installation {Add {keys} in the settings.} other {Add {keys} to the metadata of the virtual cluster.}}",
  keysMissing: "{registrar} isn’t set up: {keys} {count, plural, one {is missing} other {are missing}}.",
  unknown: "There is no registrar {id}.",
  unknownRemedy: "Use one of {ids}.",
  ambientNotAllowed: "This virtual cluster can’t use the identity that Lamia’s pod has at {registrar}.",
  ambientRemedy:
    "Enter credentials of your own, or ask the administrator to set LAMIA_DNS_AMBIENT_CREDENTIALS to true.",
  notValid: "The value isn’t valid.",
  mistake: "{key}: {mistake}",

  // Answers
  accepted:
    "{provider} accepted the credentials. The account has {count, plural, =0 {no domains yet} other {the domains {domains}}}.",
  tryAgain: "Try again in a moment.",
  noAmbient: "Lamia’s pod has no AWS identity.",
  noAmbientRemedy: "Give Lamia’s service account a role by IRSA or EKS Pod Identity, or use “keys”.",
  tooManyOperations: "The AWS account has too many changes of domains under way.",
  alreadyAsked: "Route 53 is already carrying out this change.",
  alreadyAskedRemedy: "Wait until it’s done. The walk continues on its own.",
  rulesOfRegistry: "The registry doesn’t accept these name servers.",
  rulesOfRegistryRemedy:
    "Some registries accept name servers only if they answer for the domain. Check the rules of the top-level domain.",
  cloudflareRefuses: "Cloudflare refused the API token, or the token may not read the registrar.",
  fixed: "{domain} is registered at Cloudflare, which lets its domains use only its own name servers.",
  fixedRemedy:
    "Use Cloudflare as the DNS provider of this virtual cluster, or transfer {domain} to another registrar.",
});
