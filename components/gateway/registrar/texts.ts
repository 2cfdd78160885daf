import { catalogue } from "@/lib/text/catalogue";

/** Texts of the button and the dialog that set name servers at a registrar. */
export const texts = catalogue({
  set: "Set them at {registrar}…",
  back: "Go back to them…",
  before: "Until {ago}, {registrar} had {servers}.",

  title: "Set the name servers of {domain}?",
  description:
    "Lamia replaces them at {registrar}. This moves the whole domain {domain}, not only {host}: the web, mail, and everything else below it.",
  confirm: "Set name servers",
  loading: "Asking the registrar and both sets of name servers",
  notLoaded: "Lamia is still comparing the name servers.",
  now: "Name servers now",
  next: "Name servers after",
  noServers: "None",
  hosts:
    "{count, plural, one {This Secured Host moves with it:} other {These # Secured Hosts move with it:}}",
  moreHosts: "and {count} more",

  lost: "{count, plural, one {# record that answers now is missing at the new name servers} other {# records that answer now are missing at the new name servers}}",
  lostHelp:
    "Whatever depends on these records stops working, and lost mail is often the first sign. Create the records in the new zone first, then open this dialog again.",
  changed: "{count, plural, one {# record gets another answer} other {# records get another answer}}",
  becomes: "becomes {values}",
  gone: "missing afterwards",
  same: "The new name servers answer with the same records for the {names} names that Lamia asked for.",
  partly:
    "Lamia asked for {names} names that are often in use. It can’t list the zone in use, so there may be more.",
  unanswered:
    "{count, plural, one {The current name servers don’t answer # question} other {The current name servers don’t answer # questions}}",
  unansweredHelp:
    "Compare these records yourself before you continue, or close this dialog and open it again in a moment:",
  nowSilent:
    "The current name servers don’t answer, so Lamia doesn’t know which records they have. Compare the zones yourself before you continue.",
  nowNothing: "The current name servers don’t serve {domain}, so nothing of it answers today.",
  nextSilent: "The other name servers don’t answer now. Afterwards, the domain may have no answer at all.",
  slow: "Resolvers keep the current name servers for up to two days. Keep the old zone as it is until then.",
  wayBack: "Lamia shows the current name servers afterwards, with a button to go back.",
  done: "{registrar} has the new name servers of {domain}, or is setting them",
  doneHelp: "The walk continues as soon as the registry lists them.",
});
