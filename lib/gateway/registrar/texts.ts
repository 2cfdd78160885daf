import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about name servers at a registrar. */
export const texts = catalogue({
  // Why it doesn't change them
  noRegistrar: "No registrar is set up for this virtual cluster.",
  noRegistrarRemedy:
    "Add the keys of a registrar to the metadata of the virtual cluster, or set the name servers yourself.",
  noRegisteredZone: "The zone of {host} isn’t a domain of a registrar. Its parent zone delegates it.",
  notInAccount: "No registrar in the metadata has {domain} in its account.",
  notInAccountRemedy:
    "Add the credentials of the account in which {domain} is registered, or set the name servers yourself.",
  noWayBack: "Lamia hasn’t changed the name servers of {domain}, so there is no way back.",
  cannotChange: "{registrar} doesn’t let Lamia change the name servers of {domain}.",
  alreadySet: "{registrar} already has these name servers for {domain}.",
  underWay: "{registrar} is still changing the name servers of {domain}.",
  underWayRemedy: "Wait until it’s done. The walk continues on its own.",
  locked: "{domain} is locked at {registrar} ({codes}), which forbids a change of name servers.",
  lockedRemedy: "Remove the lock at {registrar}, then try again.",
  signedAtRegistrar:
    "{domain} is signed: {registrar} has {count, plural, one {# DS record} other {# DS records}} for it. With other name servers, validating resolvers would reject every answer for the domain.",
  signedRemedy:
    "Remove the DS records of {domain} at {registrar}, wait a day until resolvers have forgotten them, then try again. You can sign the domain again afterwards.",
  signedAtParent:
    "{domain} is signed: {parent} has DS records for it. With other name servers, validating resolvers would reject every answer for the domain.",
  signedAtParentRemedy:
    "If the registrar has removed them, wait until the registry has, too. Otherwise, remove the DS records of {domain} at the registrar.",
  parentSilent: "No name server of {parent} says whether {domain} is signed.",
  tryAgain: "Try again in a moment.",
  newServersSilent: "None of the new name servers answers for {domain}: {servers}.",
  newServersSilentRemedy: "Wait until they do, so that the domain is never without an answer.",
  othersByNow:
    "{registrar} has other name servers for {domain} than those you reviewed. Nothing was changed.",
  moreByNow: "More records of {domain} are at stake than those you reviewed. Nothing was changed.",

  // On the walk
  published: "{registrar} has the new name servers of {domain}. {parent} doesn’t list them yet.",
  changing: "{registrar} is changing the name servers of {domain}.",
  changeFailed: "{registrar} couldn’t change the name servers of {domain}.",
  buttonRemedy:
    "Have Lamia set these name servers at {registrar}, or set them there yourself: {servers}. Either moves the whole domain {domain}.",
});
