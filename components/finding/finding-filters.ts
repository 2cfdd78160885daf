import { parseAsString, parseAsStringLiteral } from "nuqs";
import type { FindingView } from "@/lib/api/finding";
import type { FindingFilter } from "@/lib/client/overview";
import { groupings, severityOrder } from "./group-findings";

/** The query parameters of the page "Findings". */
export const findingParsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  severity: parseAsStringLiteral(severityOrder),
  code: parseAsString.withDefault(""),
  kind: parseAsString.withDefault(""),
  /** An object; set by links from other pages. */
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

/** The filter as the API takes it; omits what isn't set. */
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
