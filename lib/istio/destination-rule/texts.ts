import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  subsetLabels: "Labels of the pods in the subset, such as version=v1",
  hostAlone: "Name a service. “*” alone is not one.",
  hostHelp: "The service that the rule is for: its name, or the full name of one in another namespace",
  subsetTaken: "There is already a subset “{name}”.",
});
