import { parseAsString, parseAsStringLiteral } from "nuqs";
import type { ApplicationFilter } from "@/lib/client/applications";
import { texts } from "./texts";
import { stateNames, stateWords } from "./version-state";

const stateFilters = [...stateNames, "unready"] as const;

/** Value for all namespaces, including those that aren't virtual clusters. No namespace can have this name. */
export const everyNamespace = "*";

export const stateParser = parseAsStringLiteral(stateFilters);

/** The query parameters of a list of applications. */
export const applicationParsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  state: stateParser,
};

interface ApplicationAddress {
  q: string;
  vc: string;
  state: (typeof stateFilters)[number] | null;
}

/** The filter as the API takes it; omits what isn't set. */
export function applicationFilterOf({ q, vc, state }: ApplicationAddress): ApplicationFilter {
  return {
    ...(q ? { q } : {}),
    ...(vc === everyNamespace ? { show: "all" } : vc ? { virtualCluster: vc } : {}),
    ...(state ? { state } : {}),
  };
}

export const applicationStateOptions = stateFilters.map((value) => ({
  value,
  label: value === "unready" ? texts.notReady : stateWords[value].label,
}));
