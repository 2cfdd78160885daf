import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  view: "View",
  density: "Density",
  comfortable: "Comfortable",
  compact: "Compact",
  columns: "Columns",
  tooNarrow: "Doesn’t fit at this width",
  showAll: "Show all",
  sortBy: "Sort by",
  usualOrder: "Usual order",
  actions: "Actions",
  selectRow: "Select {name}",
  selectLoaded: "Select all loaded rows",
  cannotLoadRest: "Couldn’t load the rest",
  tryAgain: "Try again",
  loading: "Loading",
});
