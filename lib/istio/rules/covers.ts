import { hostCovers } from "@/lib/model/hosts";
import { isRecord, same } from "../edit/same";
import type { MatchEntry, StringMatch } from "../virtual-service/object";

type Conditions = MatchEntry & Record<string, unknown>;

/** A name for people and one for statistics are no conditions. */
const noConditions = new Set(["name", "statPrefix"]);

/** Whether every request that the second takes is one that the first takes. In doubt it is not. */
export function covers(one: MatchEntry, other: MatchEntry): boolean {
  return Object.entries(one).every(([field, wanted]) => {
    if (noConditions.has(field) || isEmpty(wanted)) return true;
    if (field === "uri") return uriCovers(one, other);
    const given = (other as Conditions)[field];
    if (field === "sniHosts") return sniCovers(wanted as string[], other.sniHosts);
    if (isRecord(wanted) && isMapField(field))
      return isRecord(given) && Object.entries(wanted).every(([key, value]) => same(value, given[key]));
    return same(wanted, given);
  });
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === "" || value === false) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function isMapField(field: string): boolean {
  return ["headers", "withoutHeaders", "queryParams", "sourceLabels"].includes(field);
}

/** Envoy compares prefixes letter by letter, so `/api` is one of `/apis` as well. */
function uriCovers({ uri: one = {}, ignoreUriCase }: MatchEntry, other: MatchEntry): boolean {
  if (one.prefix === "/") return true;
  const given: StringMatch = other.uri ?? {};
  if (same(one, given) && (ignoreUriCase || !other.ignoreUriCase)) return true;
  if (one.prefix === undefined) return false;
  const start = given.prefix ?? given.exact;
  if (start === undefined) return false;
  if (ignoreUriCase) return start.toLowerCase().startsWith(one.prefix.toLowerCase());
  return !other.ignoreUriCase && start.startsWith(one.prefix);
}

function sniCovers(wanted: readonly string[], given: readonly string[] | undefined): boolean {
  if (!given?.length) return false;
  return given.every((name) => wanted.some((pattern) => hostCovers(pattern, name)));
}
