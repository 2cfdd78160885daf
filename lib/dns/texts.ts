import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about DNS providers, and about name servers that don't answer. */
export const texts = catalogue({
  provider: "DNS provider",
  noProvider:
    "{from, select, installation {The installation has no DNS provider.} other {Neither the virtual cluster nor the installation has a DNS provider.}}",
  unknownProvider: "dns_provider names {id}, which isn’t a DNS provider of Lamia.",
  unknownProviderRemedy: "Set dns_provider in the metadata to one of {ids}, or remove it.",
  addProvider:
    "{from, select, installation {Add the keys of a provider in the settings: {choices}.} other {Add the keys of a provider to the metadata of the virtual cluster, or for all virtual clusters in the settings: {choices}.}}",
  keysFor: "{keys} for {provider}",
  keysMissing: "{provider} isn’t set up: {keys} {count, plural, one {is missing} other {are missing}}.",
  addKeys:
    "{from, select, installation {Add {keys} in the settings.} other {Add {keys} to the metadata of the virtual cluster.}}",
  correctKey:
    "{from, select, installation {Correct {key} in the settings.} other {Correct {key} in the metadata of the virtual cluster.}}",
  ambientNotAllowed: "This virtual cluster can’t use the identity that Lamia’s pod has at {provider}.",
  ambientNotAllowedRemedy:
    "Enter credentials of your own in the metadata. Or ask the administrator to set up the provider for the installation, or to set LAMIA_DNS_AMBIENT_CREDENTIALS to true.",
  notValid: "The value isn’t valid.",
  parentSilent:
    "Several DNS providers have the zone {zone}, and no name server of its parent zone says which one is in use.",
  recordsChanged: "Another user changed the {type} records of {name} at the same time.",

  // Name servers. These follow the name of a server and a colon, or are in parentheses.
  noParentZone: "Lamia can’t find the parent zone of {apex}: {reason}.",
  externalGroup: "external-dns",
  externalGroupHelp:
    "If external-dns works in the same zones, neither touches the records of the other. Lamia reads external-dns’s TXT registry, and can name itself there.",
  externalOwner: "Owner ID",
  externalOwnerHelp:
    "With an ID, Lamia writes an ownership record for external-dns beside each of its own records, and removes both together. Use an ID that no external-dns has as its --txt-owner-id: external-dns would delete what it takes for its own.",
  externalOwnerMistake:
    "An owner ID is letters, digits, dots, hyphens and underscores, and not “default”, which external-dns calls itself.",
  externalPrefix: "Prefix",
  externalPrefixHelp: "As external-dns’s --txt-prefix has it, so that Lamia finds its TXT records.",
  externalSuffix: "Suffix",
  externalSuffixHelp: "As external-dns’s --txt-suffix has it.",
  externalAffixMistake:
    "A prefix or suffix is lowercase letters, digits, dots, hyphens, underscores, or the placeholder of the record type.",
  externalWildcard: "Wildcard replacement",
  externalWildcardHelp:
    "As external-dns’s --txt-wildcard-replacement has it. Without it, Lamia writes no ownership records for wildcards.",
  externalWildcardMistake: "A wildcard replacement is lowercase letters, digits, hyphens and underscores.",
  unresolvedName: "No name server answers for {name}: {reason}.",
  root: "the root zone",
  noAddress: "no address (neither A nor AAAA records)",
  notAsked: "{server} wasn’t asked",
  atAddress: "{address}: {problem}",
  atServer: "a name server of {zone} ({address}): {problem}",
  doesNotServe: "doesn’t serve {name}; it refers to other name servers",
  noAnswer: "no answer within {seconds} s after {tries, plural, one {# try} other {# tries}}",
  noTcpAnswer: "no answer over TCP within {seconds} s",
  overTcp: "{problem}, over TCP",
  tcpClosed: "the server closed the TCP connection without an answer",
  tcpUnreadable: "the answer over TCP isn’t readable",
  nothingListens: "nothing listens there",
  networkUnreachable: "its network can’t be reached from here",
  hostUnreachable: "it can’t be reached from here",
  connectionCut: "the server closed the connection",
  notAllowedHere: "Lamia’s machine doesn’t allow the connection",
  networkFailed: "the network failed",
  networkFailedWith: "the network failed ({code})",
  formErr: "doesn’t understand the query (FORMERR)",
  servFail: "reports a failure (SERVFAIL)",
  notImp: "doesn’t implement the query (NOTIMP)",
  refused: "doesn’t serve the zone (REFUSED)",
  errorCode: "answers with error code {code}",
  noServerAddress: "no name server of {zone} has an address",
  tooManyQueries: "it takes too many queries",
  tooManyAliases: "{name} leads through more than {count} aliases",
  endlessReferrals: "name servers refer to one another for {name} without end",
  keyTag: "key tag {tag}",
  notInTime: "no answer in time",
  innerAddress: "{address} is an address of this machine or its network’s own services",
  addressLoop: "its address depends on itself",
});
