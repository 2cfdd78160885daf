import type { HeaderOperations, HttpMatch, HttpRedirect, HttpRewrite } from "./istio-types";

/** The path after a rewrite: a matched prefix is exchanged, everything else is replaced whole. */
export function rewritePath(
  path: string,
  rewrite: HttpRewrite | undefined,
  match: HttpMatch | undefined,
): string {
  const { uri, uriRegexRewrite } = rewrite ?? {};
  if (uriRegexRewrite?.match !== undefined) {
    const pattern = regExp(uriRegexRewrite.match);
    // RE2 writes group references as \1 where JavaScript has $1.
    const replacement = (uriRegexRewrite.rewrite ?? "").replaceAll("$", "$$$$").replace(/\\(\d)/g, "$$$1");
    return pattern ? path.replace(pattern, replacement) : path;
  }
  if (uri === undefined) return path;
  if (match?.uri?.exact !== undefined || match?.uri?.regex !== undefined) return uri;
  const prefix = match?.uri?.prefix ?? "/";
  const rewritten = uri + path.slice(prefix.length);
  return rewritten.replace(/^\/\/+/, "/");
}

/** The Location of a redirect; parts that it does not name stay as they were asked. */
export function redirectLocation(
  redirect: HttpRedirect,
  request: { scheme: string; host: string; path: string; search: string },
): string {
  const scheme = redirect.scheme || request.scheme;
  const [name = "", askedPort] = request.host.split(":");
  const authority = redirect.authority || name;
  const port = redirect.port ?? (redirect.scheme || redirect.authority ? undefined : askedPort);
  const { uri, ...regexOnly } = redirect;
  const path = uri ?? rewritePath(request.path, regexOnly, undefined);
  const search = path.includes("?") ? "" : request.search;
  return `${scheme}://${authority}${port === undefined ? "" : `:${port}`}${path}${search}`;
}

function regExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "g");
  } catch {
    return undefined;
  }
}

/** Applies set, add and remove, in Envoy's order of remove last; returns a new map with lower-case names. */
export function applyHeaders(
  headers: Record<string, string>,
  ...operations: (HeaderOperations | undefined)[]
): Record<string, string> {
  const result = { ...headers };
  for (const { set = {}, add = {}, remove = [] } of operations.map((operation) => operation ?? {})) {
    for (const [name, value] of Object.entries(set)) result[name.toLowerCase()] = value;
    for (const [name, value] of Object.entries(add)) {
      const key = name.toLowerCase();
      result[key] = result[key] === undefined ? value : `${result[key]},${value}`;
    }
    for (const name of remove) delete result[name.toLowerCase()];
  }
  return result;
}
