import { isInternalServerName, meshHostProblem } from "@/lib/istio/fields/service-host";
import { isIpAddress, labelProblem } from "@/lib/model/dns-name";
import { labelKeyProblem, labelValueProblem } from "@/lib/model/labels";
import type { Term } from "./condition";
import { regexProblem } from "./regex-problem";
import { subjectOf } from "./subjects";
import { texts } from "./texts";

/** What is wrong with one term, whether typed or built, or `null`. */
export function termProblem(term: Term): string | null {
  const subject = subjectOf(term.subject);
  if (subject.named && !term.name) return texts.nameRequired({ name: subject.named });
  if (!subject.operators.includes(term.operator))
    return texts.otherOperators({
      subject: subject.words.join(" "),
      operators: subject.operators.join(", "),
    });
  if (term.operator === "present") return nameProblem(term);
  if (term.value === undefined) return texts.valueRequired;
  return nameProblem(term) ?? valueProblem(term, term.value);
}

function nameProblem({ subject, name = "" }: Term): string | null {
  if (subject === "sourceLabel") return labelKeyProblem(name);
  if (subject === "header" && !token.test(name)) return texts.notAHeader({ name });
  if (subject === "cookie" && (name.startsWith("@") || !token.test(name))) return texts.notACookie({ name });
  return null;
}

/**
 * RFC 9110, section 5.6.2. Istio's pseudo headers start with a colon, and a claim of a validated token has a name such as
 * `@request.auth.claims.group` or `@request.auth.claims[group]`.
 */
const token = /^(:?[-!#$%&'*+.^_`|~0-9A-Za-z]+|@request\.auth\.claims[.[].+)$/i;

function valueProblem(term: Term, value: string): string | null {
  const { subject, operator, ignoreCase } = term;
  if (operator === "regex") {
    if (ignoreCase) return texts.regexCase;
    return value === "" ? texts.valueRequired : (regexProblem(value) ?? headerProblem(term));
  }
  if (subject === "port")
    return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535 ? null : texts.portRange;
  if (subject === "sourceLabel") return labelValueProblem(value);
  if (subject === "sourceNamespace") return labelProblem(value);
  if (subject === "header" || subject === "cookie" || subject === "query")
    return operator === "prefix" && value === "" ? texts.valueRequired : headerProblem(term);
  if (value === "") return texts.valueRequired;
  if (subjectOf(subject).list) return listProblem(subject, splitList(value));
  return null;
}

/** A cookie is found with a regular expression over its header, which has its own limits. */
function headerProblem(term: Term): string | null {
  return term.subject === "cookie" ? regexProblem(cookieRegex(term)) : null;
}

function listProblem(subject: Term["subject"], values: string[]): string | null {
  if (values.some((value) => value === "")) return texts.emptyEntry;
  for (const value of values) {
    const problem = subject === "sni" ? serverNameProblem(value) : null;
    if (problem) return problem;
    if (subject === "destinationSubnet" && !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(value))
      return texts.notASubnet({ value });
  }
  return null;
}

/** An IP address violates RFC 6066, but Istio accepts it with a warning. */
function serverNameProblem(name: string): string | null {
  return isIpAddress(name) || isInternalServerName(name) ? null : meshHostProblem(name);
}

/** `"a, b"` → `["a", "b"]`. */
export function splitList(value: string): string[] {
  return value.split(",").map((entry) => entry.trim());
}

/**
 * Istio has no condition for a cookie, so it becomes a regular expression over the whole Cookie header (RFC 6265, section
 * 4.2.1: pairs separated by `; `). Its form is fixed, so that it can be recognized again.
 */
const before = "^(.*?; *)?(";
const after = ")(;.*)?$";
const anything = "[^;]*";

/** The regular expression for a cookie term, for the header `cookie`. */
export function cookieRegex({ name = "", operator, value = "" }: Term): string {
  const wanted = {
    exact: escapeRegex(value),
    prefix: escapeRegex(value) + anything,
    regex: `(?:${value})`,
    present: anything,
  }[operator];
  return `${before}${escapeRegex(name)}=${wanted}${after}`;
}

/** The cookie term from which `cookieRegex` made this, or `null` for any other expression. */
export function cookieTerm(regex: string): Term | null {
  if (!regex.startsWith(before) || !regex.endsWith(after)) return null;
  const inner = regex.slice(before.length, -after.length);
  const equals = inner.indexOf("=");
  if (equals < 1) return null;
  const name = unescapeRegex(inner.slice(0, equals));
  const wanted = inner.slice(equals + 1);
  const candidates: Term[] = [
    { kind: "term", subject: "cookie", name, operator: "present" },
    { kind: "term", subject: "cookie", name, operator: "exact", value: unescapeRegex(wanted) },
    {
      kind: "term",
      subject: "cookie",
      name,
      operator: "prefix",
      value: unescapeRegex(wanted.slice(0, -anything.length)),
    },
    { kind: "term", subject: "cookie", name, operator: "regex", value: wanted.slice("(?:".length, -1) },
  ];
  return candidates.find((term) => cookieRegex(term) === regex) ?? null;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function unescapeRegex(text: string): string {
  return text.replace(/\\([\\^$.*+?()[\]{}|])/g, "$1");
}
