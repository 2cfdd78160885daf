import { catalogue } from "@/lib/text/catalogue";

/** The routes map. */
export const texts = catalogue({
  gateway: "Gateway",
  allGateways: "All gateways",
});
