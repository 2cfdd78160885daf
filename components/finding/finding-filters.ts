import { parseAsString, parseAsStringLiteral } from "nuqs";
import type { FindingView } from "@/lib/api/finding";
import type { FindingFilter } from "@/lib/client/overview";
import { groupings, severityOrder } from "./group-findings";

/** What stands in the address of the page "Findings". */
export const findingParsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  severity: parseAsStringLiteral(severityOrder),
  code: parseAsString.withDefault(""),
  kind: parseAsString.withDefault(""),
  /** Of one object; set by links from elsewhere. */
  name: parseAsString.withDefault(""),
  group: parseAsStringLiteral(groupings).withDefault("severity"),
};

export interface FindingAddress {
  q: string;
  vc: string;
  severity: FindingView["severity"] | null;
  code: string;
  kind: string;
  name: string;
}

/** The filter as the API takes it; what is not set is left out. */
export function filterOf({ q, vc, severity, code, kind, name }: FindingAddress): FindingFilter {
  return {
    ...(q ? { q } : {}),
    ...(vc ? { virtualCluster: vc } : {}),
    ...(severity ? { severity } : {}),
    ...(code ? { code } : {}),
    ...(kind ? { kind } : {}),
    ...(name ? { name } : {}),
  };
}
