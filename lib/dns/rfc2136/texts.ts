import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about name servers that accept dynamic updates. */
export const texts = catalogue({
  title: "DNS server (RFC 2136)",
  permissions:
    "The key must be allowed to query, update, and transfer the zones. With BIND, add `grant KEY zonesub A AAAA CNAME TXT` to each zone’s `update-policy` and the key to `allow-transfer`; with Knot DNS, add an `acl` for the key with `action: [update, transfer]` and `update-type: [A, AAAA, CNAME, TXT]`.",

  // Settings
  server: "Primary server",
  serverHelp:
    "Address of the server that takes updates, with a port if it isn’t 53. Several, separated by commas, are tried in turn.",
  serverMistake:
    "Enter host names or IP addresses, such as ns1.example.net, 192.0.2.53:5353, or [2001:db8::53]:53.",
  keyName: "Key name",
  keyNameHelp: "Name of the TSIG key, as the server’s configuration has it.",
  keyNameMistake: "Enter the name of the key, such as lamia or lamia.example.net.",
  keySecret: "Key secret",
  keySecretHelp: "The shared secret of the TSIG key, in Base64.",
  keySecretMistake: "Enter the secret in Base64, at least 16 characters long.",
  keyAlgorithm: "Key algorithm",
  keyAlgorithmHelp: "Algorithm of the TSIG key; hmac-sha256 unless you set another.",
  keyAlgorithmMistake: "Choose one of the algorithms.",
  zones: "Zones",
  zonesHelp:
    "The zones that Lamia may change, separated by commas. If you leave this empty, Lamia asks the server which of its zones holds a host.",
  zonesMistake: "Enter domain names separated by commas, such as example.net, example.org.",

  // Signatures
  unknownKey: "{server} doesn’t know the key {key} (BADKEY).",
  unknownKeyRemedy:
    "Set rfc2136_key_name and rfc2136_key_algorithm to those in the configuration of {server}, or add the key {key} with {algorithm} there.",
  wrongSecret: "{server} knows the key {key}, but its secret is another one (BADSIG).",
  wrongSecretRemedy: "Set rfc2136_key_secret to the secret that {server} has for {key}.",
  clockAhead: "The clock of {server} is {seconds} s ahead of Lamia’s, too far for signed messages (BADTIME).",
  clockBehind: "The clock of {server} is {seconds} s behind Lamia’s, too far for signed messages (BADTIME).",
  clockRemedy: "Set the clocks of {server} and of the machine that Lamia runs on; use NTP on both.",
  unsigned: "its answer isn’t signed by the key {key}",

  // Answers. The reasons follow the name of a server and a colon.
  unreachable: "{server} gave no usable answer: {reason}.",
  noServer: "no server is set",
  noAnswer: "no answer over TCP within {seconds} s",
  cutShort: "it closed the connection before its answer was complete",
  oddAnswer: "its answer about {name} has no records, and doesn’t say which zone has none",
  oddTransfer: "what it transfers isn’t the zone {zone}, or not all of it",
  unreadable: "its answer isn’t readable",
  tooLarge: "the zone is too large to transfer",
  servFail: "it reports a failure (SERVFAIL)",
  zoneChanged: "Another user changed {zone} at the same time.",
  queryRefused: "{server} refuses to answer queries signed by {key}.",
  queryRefusedRemedy: "Allow queries by the key {key} on {server} (BIND: allow-query).",
  transferRefused: "{server} refuses to transfer the zone {zone} to {key}.",
  transferRefusedRemedy:
    "Allow the transfer of {zone} on {server}: with BIND by allow-transfer, with Knot DNS by an acl for {key} with the action transfer.",
  updateRefused: "{server} refuses this update of {zone} by {key}.",
  updateRefusedRemedy:
    "Allow {key} to update A, AAAA, CNAME, and TXT records of {zone} on {server}: with BIND by “grant {key} zonesub A AAAA CNAME TXT” in the zone’s update-policy, with Knot DNS by an acl for {key} with the action update.",
  notAuthoritative: "{server} isn’t the primary server of {zone}.",
  notAuthoritativeRemedy:
    "Set rfc2136_server to the primary server of {zone}, or create the zone on {server}.",
  notImplemented: "{server} takes no dynamic updates.",
  notImplementedRemedy:
    "Turn dynamic updates on at {server}, or set rfc2136_server to a server that takes them.",
  rejected: "{server} rejected the request (code {code}).",
  notAName: "{name} isn’t a DNS name.",
  notData: "{value} isn’t a value of {type} records.",

  // Zones and records
  cannotCreate: "{server} has no zone for {apex}, and the protocol (RFC 2136) has no way to create one.",
  cannotCreateRemedy:
    "Create the zone {apex} on {server} and allow the key {key} to update and transfer it. Lamia continues once {server} serves it.",
  notListed: "{apex} isn’t among the zones in rfc2136_zones.",
  notListedRemedy:
    "Add {apex} to rfc2136_zones; it has to be a zone on {server} that the key {key} may update.",

  // Check
  accepted: "{server} accepts the key {key}. {zones}",
  answers: "{server} answers.",
  keyNotSeen:
    "{server} doesn’t look at the key {key} before it is asked for one of its zones. Set rfc2136_zones to have it checked.",
  allZones: "Lamia looks up the zone of each host there.",
  someZones: "{count, plural, one {The zone is} other {The zones are}} {zones}.",
  zoneNotServed: "{server} isn’t authoritative for {zones}.",
  zoneNotServedRemedy: "Create {zones} on {server}, or remove it from rfc2136_zones.",
  noTransfer:
    "The key may not transfer {zones}. Lamia can’t tell which records there are left over from gateways that are gone.",
  tryAgain: "Try again later.",
});
