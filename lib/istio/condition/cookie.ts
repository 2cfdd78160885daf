import type { Term } from "./condition";

/**
 * Istio has no condition on a cookie: one is written as a regular expression over the whole Cookie header
 * (RFC 6265, section 4.2.1: pairs separated by `; `). The shape is fixed, so that it can be recognised again.
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

/** The cookie term that `cookieRegex` made this from, or `null` for any other expression. */
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
