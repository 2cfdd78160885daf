import { catalogue } from "@/lib/text/catalogue";

/** What a request says that writes several objects together or not at all. */
export const texts = catalogue({
  objectsChange: "The objects change too quickly to plan on them. Try again in a moment.",
  refusedBeforeWrite: "Nothing was written: the cluster doesn’t accept {what}. {reason}",
  errorBeforeWrite: "Nothing was written, because a check finds an error. {code}: {text}",
  allTakenBack:
    "{what} could not be written: {detail} Nothing is online: what was created before it has been deleted, and what was changed is as it was.",
  someLeft:
    "{what} could not be written: {detail} Lamia took back what it could. Check what may be left: {left}.",
});
