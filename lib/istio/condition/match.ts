import { dropUndefined } from "@/lib/istio/fields/drop-empty";
import type { MatchEntry, StringMatch } from "@/lib/model/istio-objects";
import {
  type Condition,
  type ConditionResult,
  disjunctiveNormalForm,
  type Literal,
  type Term,
} from "./condition";
import { type RouteProtocol, type SubjectId, subjectOf } from "./subjects";
import { cookieRegex, cookieTerm, splitList, termProblem } from "./term-problem";
import { texts } from "./texts";

/**
 * The condition of a route's `match`: an `or` of `and`s, without groups of one. `null` if everything matches, which is the
 * case without entries or if any entry is empty.
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
 * In the order in which readers ask: path, method, host, headers, where from, through which gateway.
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

/** Sorted by name, because the order in a map means nothing, and the API server doesn't keep it. */
function sorted<T>(map: Record<string, T> = {}): [string, T][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

function headerTerm(name: string, match: StringMatch): Term {
  const cookie = name.toLowerCase() === "cookie" && match.regex ? cookieTerm(match.regex) : null;
  return cookie ?? stringTerm("header", match, { name });
}

/** A path, method, host or scheme; an empty comparison matches all of them and is no condition. */
function compare(subject: SubjectId, match: StringMatch | undefined, rest: Rest = {}): Term | null {
  return match && Object.keys(match).length > 0 ? stringTerm(subject, match, rest) : null;
}

type Rest = { name?: string; ignoreCase?: boolean | undefined };

/** Istio reads the regular expression `*` for a header, which RE2 would refuse, as "present". */
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

/**
 * Istio's `match` for a condition: an entry for each alternative of `or`, a field for each part of `and`. Empty if everything
 * matches. What one entry can't hold (two paths, a negated path) is a problem at its position.
 * place.
 */
export function matchFromCondition(
  condition: Condition | null,
  protocol: RouteProtocol = "http",
): ConditionResult<MatchEntry[]> {
  const form = disjunctiveNormalForm(condition);
  if (!form.ok) return form;
  const entries: MatchEntry[] = [];
  for (const literals of form.value) {
    const entry: MatchEntry = {};
    for (const literal of literals) {
      const message = literalProblem(literal, protocol) ?? add(entry, literal);
      if (message) return problemAt(literal.term, message);
    }
    entries.push(entry);
  }
  return { ok: true, value: entries };
}

function problemAt(term: Term, message: string): ConditionResult<never> {
  return { ok: false, problem: { message, term, start: term.at?.start ?? 0, end: term.at?.end ?? 0 } };
}

function literalProblem({ term, negated }: Literal, protocol: RouteProtocol): string | null {
  const { words, protocols, negatable } = subjectOf(term.subject);
  const subject = words.join(" ");
  if (!protocols.includes(protocol))
    return texts.notOfProtocol({ protocol: protocol.toUpperCase(), subject });
  if (negated && !negatable) return texts.cannotNegate({ subject });
  return termProblem(term);
}

/** Adds one part to the entry; returns why it can't if the entry already holds another value there. */
function add(entry: MatchEntry, { term, negated }: Literal): string | null {
  const { subject, name = "", value = "" } = term;
  switch (subject) {
    case "header":
      return addHeader(entry, headerName(name), stringMatch(term), negated);
    case "cookie":
      return addHeader(entry, "cookie", { regex: cookieRegex(term) }, negated);
    case "query":
      entry.queryParams ??= {};
      return put(entry.queryParams, name, stringMatch(term), texts.queryNamed({ name }));
    case "sourceLabel":
      entry.sourceLabels ??= {};
      return put(entry.sourceLabels, name, value, texts.sourceLabelNamed({ name }));
    case "uri":
      return addUri(entry, stringMatch(term), term.ignoreCase === true);
    case "method":
    case "authority":
    case "scheme":
      return put(entry, subject, stringMatch(term), subject);
    case "port":
      return put(entry, "port", Number(value), "port");
    case "gateway":
      return put(entry, "gateways", splitList(value), "gateway");
    case "sni":
      return put(entry, "sniHosts", splitList(value), "sni");
    case "destinationSubnet":
      return put(entry, "destinationSubnets", splitList(value), subjectOf(subject).words.join(" "));
    case "sourceNamespace":
    case "name":
    case "statPrefix":
      return put(entry, subject, value, subjectOf(subject).words.join(" "));
  }
}

/** Header names are lowercase in HTTP/2; claims keep the spelling of the token. */
function headerName(name: string): string {
  return name.startsWith("@") ? name : name.toLowerCase();
}

function addHeader(entry: MatchEntry, name: string, match: StringMatch, negated: boolean): string | null {
  const field = negated ? "withoutHeaders" : "headers";
  entry[field] ??= {};
  return put(entry[field], name, match, texts.headerNamed({ name }));
}

function addUri(entry: MatchEntry, match: StringMatch, ignoreCase: boolean): string | null {
  if (entry.uri && (entry.ignoreUriCase === true) !== ignoreCase) return texts.mixedCase;
  if (ignoreCase) entry.ignoreUriCase = true;
  return put(entry, "uri", match, "uri");
}

function stringMatch({ operator, value = "" }: Term): StringMatch {
  return operator === "present" ? {} : { [operator]: value };
}

function put<T extends object, K extends keyof T>(into: T, key: K, value: T[K], what: string): string | null {
  const present = Object.hasOwn(into, key) ? into[key] : undefined;
  if (present !== undefined && JSON.stringify(present) !== JSON.stringify(value))
    return texts.comparedTwice({ what });
  into[key] = value;
  return null;
}
