import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  sendToken: "Send the API token as a bearer token, or sign in at /sign-in.",
  signInPause: "Too many wrong tokens. Try again in {seconds, plural, one {# second} other {# seconds}}.",
  signInSlowed:
    "{client} sent {count} wrong API tokens within a minute. It has to wait {seconds} seconds before its next try.",
  signInSlowedTitle: "Wrong API tokens",
  signInSlowedRemedy:
    "If this isn’t a mistake of your own, replace the token and check who can reach the panel. If it is the address of a proxy, name the proxy in LAMIA_TRUSTED_PROXIES.",
  tooMany:
    "{kind, select, exports {This client sent more than {limit} exports and imports within a minute.} diagnoses {This client asked for more than {limit} diagnoses within a minute.} searches {This client searched more than {limit} times within a minute.} other {This client sent more than {limit} requests within a minute.}} Try again in {seconds, plural, one {# second} other {# seconds}}.",
  tooManyStreams:
    "This client already has {count, plural, one {# stream} other {# streams}} of changes open. Close pages that you don’t need.",
  bodyNeeded: "The request needs a JSON body.",
  protoField: "The body has a field named __proto__.",
  bodyNotUnicode: "The body contains text that isn’t Unicode, or the character NUL.",
  notJson: "The body isn’t valid JSON.",
  bodyTooDeep: "The body has more than {most} levels of objects and lists within each other.",
  bodyTooLarge: "The body is larger than 2 MiB.",
  bodyNotUtf8: "The body isn’t UTF-8.",
  pathNotUtf8: "The path isn’t UTF-8, or contains the character NUL.",
  pathNotAbsolute: "The path doesn’t begin with a slash.",
  unknownMethod: "The panel takes {methods}.",
  tooLargeUnsigned: "The body is larger than 16 KiB, the limit before you sign in.",
  apiDescription:
    "Connects Kubernetes services to the internet over HTTPS. Errors are RFC 9457 problem documents.",
  done: "Done",
  unknownCursor: "This cursor doesn’t come from a page of this list.",
  otherOrder: "The cursor belongs to sort={sort} and order={order}. Request the first page again.",
  notACursor: "This is not a cursor of this list.",
  notConnected: "not connected to the cluster",
  notChecked: "Lamia hasn’t checked the objects of the cluster yet.",
  runnerNotStarted: "The runner hasn’t started.",
  panelNotStarted: "The panel couldn’t start. See the log for the reason.",
  notValid: "Some values aren’t valid.",
  alreadyExists: "{what} already exists.",
  nameTaken: "This name is already in use.",
  changedByOther: "Another user changed {what} at the same time.",
  ownedByOthers: "{what} has fields that {managers} owns.",
  notAccepted: "The cluster doesn’t accept {what}.",
  nothingHere: "There is nothing at {path}. See {base}/openapi.json.",
  otherName: "This panel doesn’t answer to the name {name}.",
  addName: "If the name is right, add it to LAMIA_HOSTS and restart Lamia.",
  otherOrigin:
    "The request comes from a page of another origin. If a proxy changes the Host header, set LAMIA_HOSTS to the name that browsers use.",
  sendJson: "Send the body as application/json, not {type}.",
  nameJson: "Send the body with the Content-Type application/json.",
  addressNotUnicode: "The address contains text that isn’t Unicode, or the character NUL.",
});
