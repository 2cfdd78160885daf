import { catalogue } from "@/lib/text/catalogue";

/** Texts of forms and pages of objects of any kind. */
export const texts = catalogue({
  restored: "Restored what you typed at {time}",
  leaveHelp:
    "Your changes aren’t saved. This tab keeps them until you close it: come back to this form to go on.",
  events: "Events",
  noEvents: "No events",
  noEventsHelp: "Nothing has been recorded about {kind} {name}.",
  noErrors: "No errors or warnings",
  discard: "Discard",
  openElsewhere: "This form is also open in another tab",
  openElsewhereHelp: "Save in one tab only. If you save in both, you choose which changes stay.",
  savedElsewhere: "You saved this in another tab",
  savedAfterAll: "{title} {name} was saved after all",
});
