import { parseAsString, parseAsStringLiteral } from "nuqs";
import { type GatewayStateFilter, gatewayStateFilters } from "@/lib/api/choices";
import type { GatewayFilter } from "@/lib/client/gateways";
import { walkStyles } from "./state-words";
import { texts } from "./texts";

export const stateParser = parseAsStringLiteral(gatewayStateFilters);

/** The query parameters of a list of gateways. */
export const gatewayParsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  state: stateParser,
};

interface GatewayAddress {
  q: string;
  vc: string;
  state: GatewayStateFilter | null;
}

/** The filter as the API takes it; omits what isn't set. */
export function gatewayFilterOf({ q, vc, state }: GatewayAddress): GatewayFilter {
  return {
    ...(q ? { q } : {}),
    ...(vc ? { virtualCluster: vc } : {}),
    ...(state ? { state } : {}),
  };
}

/** A gateway has the state of its worst Secured Host. */
export const gatewayStateOptions = gatewayStateFilters.map((value) => ({
  value,
  label:
    value === "unsecured"
      ? texts.withoutHost
      : value === "attention"
        ? texts.needsAttention
        : walkStyles[value].label,
}));
