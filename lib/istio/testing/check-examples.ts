import type { Examples } from "./examples/example";
import { gatewayExamples, meshExamples } from "./examples/gateway-examples";
import { routeExamples } from "./examples/route-examples";

/** For each check, by its ID. */
export const examples: Examples = { ...gatewayExamples, ...routeExamples, ...meshExamples };
