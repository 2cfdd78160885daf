import { dropUndefined } from "../fields/drop-empty";
import type { Condition, Term } from "./condition";
import { cookieTerm } from "./cookie";
import type { MatchEntry, StringMatch } from "./match";
import type { SubjectId } from "./subjects";

/**
 * The condition that a route's `match` stands for: `or` of `and`s, without groups of one. `null` when
 * everything matches, which is so without entries and as soon as one entry is empty.
 */
export function conditionFromMatch(match: readonly MatchEntry[] | undefined): Condition | null {
  const alternatives = (match ?? []).map(conditionsOf);
  if (alternatives.some((conditions) => conditions.length === 0)) return null;
  return group(
    "or",
    alternatives.map((conditions) => group("and", conditions)).filter((condition) => condition !== null),
  );
}

function group(kind: "and" | "or", conditions: Condition[]): Condition | null {
  const [first] = conditions;
  if (!first) return null;
  return conditions.length === 1 ? first : { kind, conditions };
}

/**
 * The order is that in which a reader asks: path, method, host, headers, where from, through which gateway.
 */
function conditionsOf(entry: MatchEntry): Condition[] {
  const ignoreCase = entry.ignoreUriCase && !entry.uri?.regex ? true : undefined;
  const terms = [
    compare("uri", entry.uri, { ignoreCase }),
    compare("method", entry.method),
    compare("authority", entry.authority),
    compare("scheme", entry.scheme),
    ...sorted(entry.headers).map(([name, match]) => headerTerm(name, match)),
    ...sorted(entry.withoutHeaders).map(
      ([name, match]): Condition => ({ kind: "not", condition: headerTerm(name, match) }),
    ),
    ...sorted(entry.queryParams).map(([name, match]) => stringTerm("query", match, { name })),
    exact("port", entry.port?.toString()),
    exact("sni", entry.sniHosts?.join(", ")),
    exact("destinationSubnet", entry.destinationSubnets?.join(", ")),
    ...sorted(entry.sourceLabels).map(([name, value]) => exact("sourceLabel", value, name)),
    exact("sourceNamespace", entry.sourceNamespace || undefined),
    exact("gateway", entry.gateways?.join(", ")),
    exact("name", entry.name || undefined),
    exact("statPrefix", entry.statPrefix || undefined),
  ];
  return terms.filter((term) => term !== null);
}

/** By name, as the order in a map means nothing, and the API server does not keep it. */
function sorted<T>(map: Record<string, T> = {}): [string, T][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

function headerTerm(name: string, match: StringMatch): Term {
  const cookie = name.toLowerCase() === "cookie" && match.regex ? cookieTerm(match.regex) : null;
  return cookie ?? stringTerm("header", match, { name });
}

/** A path, method, host or scheme; an empty comparison holds for all of them and is no condition. */
function compare(subject: SubjectId, match: StringMatch | undefined, rest: Rest = {}): Term | null {
  return match && Object.keys(match).length > 0 ? stringTerm(subject, match, rest) : null;
}

type Rest = { name?: string; ignoreCase?: boolean | undefined };

/** Istio reads the regular expression `*` on a header, which RE2 would refuse, as "present". */
function stringTerm(subject: SubjectId, match: StringMatch, rest: Rest): Term {
  const base = { kind: "term" as const, subject, ...dropUndefined(rest) };
  if (match.exact !== undefined) return { ...base, operator: "exact", value: match.exact };
  if (match.prefix !== undefined) return { ...base, operator: "prefix", value: match.prefix };
  if (match.regex !== undefined && (match.regex !== "*" || subject === "uri"))
    return { ...base, operator: "regex", value: match.regex };
  return { ...base, operator: "present" };
}

function exact(subject: SubjectId, value: string | undefined, name?: string): Term | null {
  if (value === undefined) return null;
  return { kind: "term", subject, ...(name === undefined ? {} : { name }), operator: "exact", value };
}
