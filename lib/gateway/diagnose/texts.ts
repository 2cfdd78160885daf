import { catalogue } from "@/lib/text/catalogue";

/** What a diagnosis says about a host. */
export const texts = catalogue({
  zone: "Zone",
  zoneFound: "{zone} is the closest zone, and {parent} is its parent.",
  zoneUnknown: "Lamia can’t find the zone of {host}: {problem}.",
  zoneUnknownRemedy: "Check that the name servers of the zone and of its parent zones answer.",
  notRegistered: "{domain} isn’t delegated: the closest zone is {zone}.",
  notRegisteredRemedy:
    "Register {domain}, or set its name servers at the registrar to those of your DNS provider.",
  suffix: "{host} is a public suffix, so it can’t be registered.",
  suffixRemedy: "Enter a name below it.",
  rootZone: "the root zone",

  delegation: "Delegation",
  delegated: "{parent} names the same name servers as {zone} itself.",
  noParentAnswer: "No server of {parent} answers.",
  waitRemedy: "Wait a few minutes, and check again.",
  parentsDiffer: "The servers of {parent} name different name servers for {zone}.",
  parentsDifferRemedy: "This is normal for a few minutes after a change. If it stays, ask the registrar.",
  ownServersUnknown:
    "{parent} delegates {zone}, but no name server of {zone} says which name servers it has.",
  delegatedOtherwise: "{parent} names {parentServers}, but {zone} itself names {zoneServers}.",
  delegatedOtherwiseRemedy: "Make both lists equal: at the registrar or in {parent}, and in {zone}.",

  dnssec: "DNSSEC",
  unsigned: "{parent} has no DS record, so resolvers don’t check signatures.",
  signed:
    "{count, plural, one {The DS record at {parent} matches a key of {zone}.} other {The DS records at {parent} match keys of {zone}.}}",
  dsWithoutKey:
    "{parent} has a DS record for {zone}, but no key of {zone} matches it: validating resolvers reject every answer.",
  dsWithoutKeyRemedy:
    "Remove the DS record ({records}) at the registrar or in {parent}, or sign {zone} with the key that it names.",
  dsLeftOver:
    "{count, plural, one {A DS record} other {# DS records}} at {parent} match no key of {zone}; another one does.",
  dsLeftOverRemedy: "If no key rollover is under way, remove {records} at {parent}.",
  dsUnknown: "Lamia can’t compare the DS records at {parent} with the keys of {zone}.",
  dsUnknownRemedy: "Check again. If it stays, compare {records} with the keys at your DNS provider.",

  serial: "SOA serial numbers",
  serialSame:
    "{count, plural, one {The name server has} other {All # name servers have}} serial number {serial}.",
  serialsDiffer: "The name servers have different serial numbers, so some lag behind: {serials}.",
  serialsDifferRemedy:
    "Wait a few minutes. If it stays, the transfer to the servers with the lower number fails.",
  noServerAnswer: "No name server of {zone} answers for it.",
  noServerAnswerRemedy:
    "Make sure that the name servers of {zone} run and can be reached on port 53, over UDP and TCP.",
  someSilent:
    "{count, plural, one {A name server doesn’t} other {# name servers don’t}} answer for {zone}: {servers}.",
  someSilentRemedy: "Make them answer, or remove them from the delegation.",

  addresses: "Addresses",
  addressesFound: "{host} has {values}.",
  addressesNone: "{host} has no A or AAAA record.",
  addressesNoneRemedy: "Add an A or AAAA record with the address of the load balancer, or have Lamia do it.",
  aliasWithoutAddress: "{host} is an alias of {target}, and Lamia finds no address behind it.",
  aliasWithoutAddressRemedy:
    "Give {target} an address, or correct the CNAME record of {host}: it may also lead in a circle, or to a name server that doesn’t answer.",
  unanswered: "No name server answers for {asked}, so Lamia can’t tell.",
  unansweredRemedy: "See what each name server says, below. Then check again.",
  addressesDiffer: "The name servers give different addresses for {host}.",
  lagRemedy: "This is normal for a minute after a change. If it stays, a name server doesn’t get updates.",

  alias: "CNAME",
  noAlias: "{host} has no CNAME record.",
  aliasFound: "{host} is an alias of {target}.",
  aliasesDiffer: "The name servers give different CNAME records for {host}.",

  challenge: "ACME challenge",
  noChallenge: "There’s no TXT record of {name}: no order is under way.",
  challengeFound:
    "{name} has {count, plural, one {# TXT record} other {# TXT records}}: an order is under way, or an earlier one was not cleaned up.",
  challengeDelegated: "{name} is an alias of {target}, where a CA looks for the challenge.",
  challengeDiffers:
    "The name servers give different TXT records for {name}, so a CA may not see all of them.",

  mark: "Ownership record",
  noMark: "{name} doesn’t exist: Lamia owns no records of {host}.",
  markFound: "The address records belong to the Gateway {gateway}.",
  markAlias: "{name} is only an alias of {target}: Lamia owns no records of {host}.",
  markUnreadable: "{name} holds a TXT record that isn’t an ownership record.",
  markUnreadableRemedy: "Delete it if nothing else needs it.",
  marksDiffer: "The name servers give different ownership records for {host}.",

  caa: "CAA",
  caaNone: "No CAA record limits who may issue for {host}.",
  caaAllows: "The CAA records that count for {host} allow its certificate authority.",
  caaUnknown: "Lamia can’t tell whether CAA records allow the certificate authority to issue for {host}.",
  caaUnknownRemedy:
    "See what each name server says, below. A CA that Lamia can’t reach, or that names no CAA identity, leaves it open, too.",
  caaRemedy: "Change the CAA records as described, or use a certificate authority that they allow.",

  cached: "Public resolvers",
  cachedSame:
    "{count, plural, one {The public resolver gives} other {All # public resolvers give}} the current addresses.",
  cachedNone: "The public resolvers know no address of {host} either.",
  cachedOld:
    "{count, plural, one {A public resolver still has} other {# public resolvers still have}} another answer, until {until} at the latest: {servers}.",
  cachedOldRemedy: "Wait until then: visitors who use these resolvers get there later.",
  cachedSilent: "No usable answer from {servers}: {problem}.",
  cachedSilentRemedy:
    "If this network blocks DNS to the internet, name your own resolvers in LAMIA_PUBLIC_RESOLVERS.",

  ports: "Ports of {address}",
  portsOpen: "Ports 80 and 443 of {address} accept connections.",
  portsRefused: "Lamia doesn’t connect to {address}, which is an address of a machine or network itself.",
  portsRefusedRemedy: "Point {host} at an address that others can reach.",
  port443Closed: "Port 443 of {address} can’t be reached: {problem}.",
  port443ClosedRemedy: "Check the load balancer, its Service, and the firewalls before it.",
  port80Closed: "Port 443 of {address} is open, but port 80 can’t be reached: {problem}.",
  port80ClosedRemedy: "Open port 80 if visitors who type http:// are to be redirected.",

  certificate: "Certificate at {address}",
  noHandshake: "{address} presents no certificate: {problem}.",
  noHandshakeRemedy: "Check that a Gateway serves {host} on port 443 and that its Secret exists.",
  otherNames: "The certificate at {address} is for {names}, not for {host}.",
  otherNamesRemedy: "Add {host} to a Gateway on this ingress, with a certificate for it.",
  expired: "The certificate at {address} expired on {date}.",
  expiredRemedy: "Renew it. If Lamia manages the host, open its gateway for the reason.",
  notYetValid: "The certificate at {address} is valid only from {date}.",
  notYetValidRemedy: "Check the clock of the machine that issued it.",
  expiresSoon: "The certificate at {address} expires on {date}.",
  expiresSoonRemedy: "Renew it now; Lamia would have done so by this time.",
  valid: "{issuer} issued the certificate at {address}; it’s valid until {date}.",

  chain: "Chain at {address}",
  chainPublic: "The chain leads to a root that browsers or this system trust.",
  chainConfigured: "The chain leads to a root that only this installation is configured to trust.",
  chainConfiguredRemedy: "Use a public certificate authority if browsers of others are to trust it.",
  chainBroken: "The chain leads to no trusted root: {problem}.",
  chainBrokenRemedy:
    "Serve the intermediate certificates with the leaf, or use a certificate authority that browsers trust.",
  untrusted: "its issuer isn’t trusted",
  differ: "Certificates",
  differNote: "The addresses of {host} present {count} different certificates.",
  differRemedy:
    "This is normal for a few seconds during a renewal. If it stays, one ingress doesn’t get the Secret.",

  chainEntry: "issued by {issuer}, valid until {date}",
  kept: "{values} (for {seconds} s)",
  nothing: "nothing",
  cutOff: "{start}… ({count, plural, one {# more character} other {# more characters}})",
  aliasOf: "CNAME {target}",
  hidden: "{start}… (hidden)",
  privateAddress: "(private address)",

  reportTitle: "Diagnosis of {host}, {time}",
  reportLine: "[{colour}] {title}: {note}",
  reportRemedy: "  To do: {remedy}",
  reportReply: "  {from} – {asked}: {answer}",
});
