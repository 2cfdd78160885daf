/**
 * What a list of gateways can be narrowed to. Without a validator, as lists in the browser need none: the state of the
 * worst Secured Host; `unsecured`, which has none; `attention`, that is blocked or failed.
 */
export const gatewayStateFilters = [
  "new",
  "working",
  "waiting",
  "blocked",
  "failed",
  "serving",
  "unsecured",
  "attention",
] as const;

export type GatewayStateFilter = (typeof gatewayStateFilters)[number];
