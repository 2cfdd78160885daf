import { catalogue } from "@/lib/text/catalogue";

/** What lists say above them that forms don't: forms load without it. */
export const listTexts = catalogue({
  gateways: "Where traffic enters, for which hosts, and how far each Secured Host is.",
  applications: "Deployments with the same label app. Each one is a version.",
});
