import { isIpAddress, labelProblem } from "@/lib/model/dns-name";
import { labelKeyProblem, labelValueProblem } from "@/lib/model/labels";
import { isInternalServerName, meshHostProblem } from "../fields/service-host";
import type { Term } from "./condition";
import { cookieRegex } from "./cookie";
import { regexProblem } from "./regex-problem";
import { subjectOf } from "./subjects";

/** What is wrong with one term, written or built, or `null`. */
export function termProblem(term: Term): string | null {
  const subject = subjectOf(term.subject);
  if (subject.named && !term.name) return `${subject.named} is required`;
  if (!subject.operators.includes(term.operator))
    return `${subject.words.join(" ")} is compared by ${subject.operators.join(", ")} only`;
  if (term.operator === "present") return nameProblem(term);
  if (term.value === undefined) return "A value is required";
  return nameProblem(term) ?? valueProblem(term, term.value);
}

function nameProblem({ subject, name = "" }: Term): string | null {
  if (subject === "sourceLabel") return labelKeyProblem(name);
  if (subject === "header" && !token.test(name)) return `“${name}” is not a header name`;
  if (subject === "cookie" && (name.startsWith("@") || !token.test(name)))
    return `“${name}” is not a cookie name`;
  return null;
}

/**
 * RFC 9110, section 5.6.2; Istio's pseudo headers begin with a colon, and a claim of a checked token is named as
 * `@request.auth.claims.group` or `@request.auth.claims[group]`.
 */
const token = /^(:?[-!#$%&'*+.^_`|~0-9A-Za-z]+|@request\.auth\.claims[.[].+)$/i;

function valueProblem(term: Term, value: string): string | null {
  const { subject, operator, ignoreCase } = term;
  if (operator === "regex") {
    if (ignoreCase) return "A regular expression cannot ignore case; begin it with (?i)";
    return value === "" ? "A value is required" : (regexProblem(value) ?? headerProblem(term));
  }
  if (subject === "port")
    return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
      ? null
      : "A port is a whole number from 1 to 65535";
  if (subject === "sourceLabel") return labelValueProblem(value);
  if (subject === "sourceNamespace") return labelProblem(value);
  if (subject === "header" || subject === "cookie" || subject === "query")
    return operator === "prefix" && value === "" ? "A value is required" : headerProblem(term);
  if (value === "") return "A value is required";
  if (subjectOf(subject).list) return listProblem(subject, splitList(value));
  return null;
}

/** A cookie is found by a regular expression over its header, with limits of its own. */
function headerProblem(term: Term): string | null {
  return term.subject === "cookie" ? regexProblem(cookieRegex(term)) : null;
}

function listProblem(subject: Term["subject"], values: string[]): string | null {
  if (values.some((value) => value === "")) return "An entry of the list is empty";
  for (const value of values) {
    const problem = subject === "sni" ? serverNameProblem(value) : null;
    if (problem) return problem;
    if (subject === "destinationSubnet" && !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(value))
      return `“${value}” is not an address or a subnet such as 10.0.0.0/8`;
  }
  return null;
}

/** An address is against RFC 6066, and Istio takes it with a warning. */
function serverNameProblem(name: string): string | null {
  return isIpAddress(name) || isInternalServerName(name) ? null : meshHostProblem(name);
}

/** `"a, b"` → `["a", "b"]`. */
export function splitList(value: string): string[] {
  return value.split(",").map((entry) => entry.trim());
}
