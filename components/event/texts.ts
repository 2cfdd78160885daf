import { catalogue } from "@/lib/text/catalogue";

/** Texts of events: their page, and the cards on other pages. */
export const texts = catalogue({
  information: "Information",
  success: "Success",
  warning: "Warning",
  error: "Error",
  time: "Time",
  level: "Level",
  type: "Type",
  virtualCluster: "Virtual cluster",
  gateway: "Gateway",
  host: "Host",
  search: "Search events",
  clearFilters: "Clear filters",
  what: "the events",
  loading: "Loading events",
  noMatch: "No events match these filters",
  searched: "The search looks at messages and hosts.",
  none: "No events yet",
  noneHelp:
    "Create a gateway with a Secured Host. Each of its steps that finishes, fails or needs you appears here.",
  events: "Events",
  eventsOn: "Events of {day}",
  showMore: "Show more events",
  showOlder: "Show older events",
  allLevels: "All levels",
  recent: "Recent events",
  all: "All events",
  noneRecent: "No events yet. Each step that finishes, fails or needs you appears here.",
  cannotLoad: "Couldn’t load events",
});
