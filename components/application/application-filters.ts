import { parseAsString, parseAsStringLiteral } from "nuqs";
import type { ApplicationFilter } from "@/lib/client/applications";
import { texts } from "./texts";
import { stateNames, stateWords } from "./version-state";

const stateFilters = [...stateNames, "unready"] as const;

/** In place of a virtual cluster: those of namespaces that are none, too. No namespace can be named so. */
export const everyNamespace = "*";

export const stateParser = parseAsStringLiteral(stateFilters);

/** What stands in the address of a list of applications. */
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

/** The filter as the API takes it; what is not set is left out. */
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
