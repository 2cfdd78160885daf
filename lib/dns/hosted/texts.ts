import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about any provider that hosts zones behind an API. */
export const texts = catalogue({
  // Checks
  accepted:
    "{provider} accepted the credentials. The account {zones}. Write access isn’t tested, because a check changes nothing.",
  noZone: "has no zones yet",
  someZones: "has the zones {zones}",
  moreZones: "{count} more",
  tryAgain: "Try again in a moment.",

  // What a provider refuses
  asksForPause: "{provider} asks Lamia to slow down: it sent too many requests.",
  refusesCredentials: "{provider} refused the credentials.",
  replaceCredentials: "Replace {key} in the settings of {provider}.",
  notPermitted: "The credentials have no permission to do this in {provider}.",
  noAnswer: "{provider} doesn’t answer ({reason}).",
  noConnection: "no connection",
  notAnAnswer: "what answers isn’t its API",
  outOfOrder: "{provider} has an internal error ({status}).",
  rejectedRequest: "{provider} rejected the request ({answer}).",
  clientFailed: "An unexpected error occurred in the connection with {provider}.",

  // Zones and records
  zoneGone: "The zone {zone} for {apex} no longer exists in {provider}.",
  zoneChanged: "Another user changed the zone at the same time.",
  recordSetGone: "A record set that Lamia was about to replace no longer exists.",
  notPlain: "The {type} records of {name} have this data, which Lamia doesn’t change: {data}.",
  deleteRecords: "Delete the {type} records of {name} from the zone {zone} in {provider}.",
  besideOthers: "The {type} records of {name} can’t coexist with the {other} records there.",
});
