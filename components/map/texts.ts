import { catalogue } from "@/lib/text/catalogue";

/** The routes map. */
export const texts = catalogue({
  gateway: "Gateway",
  allGateways: "All gateways",
  find: "Find in the map",
  found: "{count, plural, =0 {Nothing found} one {# found} other {# found}}",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Fit the map to the window",
  minimap: "Overview of the map",
  collapse: "Collapse virtual clusters",
  collapsedNote: "{count, plural, one {# object} other {# objects}}",
});
