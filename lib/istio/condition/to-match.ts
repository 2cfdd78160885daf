import type { Condition, ConditionResult, Term } from "./condition";
import { cookieRegex } from "./cookie";
import type { MatchEntry, StringMatch } from "./match";
import { disjunctiveNormalForm, type Literal } from "./normal-form";
import { type RouteProtocol, subjectOf } from "./subjects";
import { splitList, termProblem } from "./term-problem";

/**
 * Istio's `match` for a condition: an entry for each alternative of `or`, a field for each part of `and`.
 * Empty when everything matches. What one entry cannot hold (two paths, a negated path) is a problem at its
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
  if (!protocols.includes(protocol)) return `A ${protocol.toUpperCase()} route cannot look at ${subject}`;
  if (negated && !negatable) return `Istio can negate header and cookie only, not ${subject}`;
  return termProblem(term);
}

/** Adds one part to the entry; answers why it cannot when the entry holds another value there already. */
function add(entry: MatchEntry, { term, negated }: Literal): string | null {
  const { subject, name = "", value = "" } = term;
  switch (subject) {
    case "header":
      return addHeader(entry, headerName(name), stringMatch(term), negated);
    case "cookie":
      return addHeader(entry, "cookie", { regex: cookieRegex(term) }, negated);
    case "query":
      entry.queryParams ??= {};
      return put(entry.queryParams, name, stringMatch(term), `query parameter “${name}”`);
    case "sourceLabel":
      entry.sourceLabels ??= {};
      return put(entry.sourceLabels, name, value, `source label “${name}”`);
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
      return put(entry, "destinationSubnets", splitList(value), "destination subnet");
    case "sourceNamespace":
    case "name":
    case "statPrefix":
      return put(entry, subject, value, subjectOf(subject).words.join(" "));
  }
}

/** Names of headers are in small letters in HTTP/2; those of claims are as the token has them. */
function headerName(name: string): string {
  return name.startsWith("@") ? name : name.toLowerCase();
}

function addHeader(entry: MatchEntry, name: string, match: StringMatch, negated: boolean): string | null {
  const field = negated ? "withoutHeaders" : "headers";
  entry[field] ??= {};
  return put(entry[field], name, match, `header “${name}”`);
}

function addUri(entry: MatchEntry, match: StringMatch, ignoreCase: boolean): string | null {
  if (entry.uri && (entry.ignoreUriCase === true) !== ignoreCase)
    return "One uri cannot both heed and ignore case";
  if (ignoreCase) entry.ignoreUriCase = true;
  return put(entry, "uri", match, "uri");
}

function stringMatch({ operator, value = "" }: Term): StringMatch {
  return operator === "present" ? {} : { [operator]: value };
}

function put<T extends object, K extends keyof T>(into: T, key: K, value: T[K], what: string): string | null {
  const present = Object.hasOwn(into, key) ? into[key] : undefined;
  if (present !== undefined && JSON.stringify(present) !== JSON.stringify(value))
    return `Istio can compare ${what} only once where conditions are joined by “and”; join these by “or”`;
  into[key] = value;
  return null;
}
