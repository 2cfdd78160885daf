import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  missing: "Doesn’t exist",
  allRequests: "All requests",
  redirects: "Redirects to {target}",
  anotherAddress: "another address",
  answers: "Answers {status}",
  itself: "Answers directly",
  subsetUndefined: "No DestinationRule defines this subset",
  serviceIn: "Service in {namespace}",
  serviceEntry: "Service entry",
});
