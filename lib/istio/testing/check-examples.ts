import type { Examples } from "./examples/example";
import { gatewayExamples, meshExamples } from "./examples/gateway-examples";
import { routeExamples } from "./examples/route-examples";

/** Of each check, by its id. */
export const examples: Examples = { ...gatewayExamples, ...routeExamples, ...meshExamples };
