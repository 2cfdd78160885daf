import type { Check } from "../../finding";

/**
 * Envoy replaces exactly the prefix that has matched: `/` for `/pre` makes `//a` of `/pre/a`, and `/new` for `/pre/` makes
 * `/newa`. Source: Istio, `HTTPRewrite.uri`; tried with Envoy 1.40.
 */
export const rewriteSlashes: Check<"VirtualService"> = {
  id: "rewrite-slashes",
  code: "LAM0119",
  title: "A rewrite that doubles or drops a slash",
  of: "VirtualService",
  run: ({ spec }) =>
    (spec.http ?? []).flatMap(({ match = [], rewrite }, index) => {
      const uri = rewrite?.uri;
      if (!uri) return [];
      const prefixes = match.flatMap((each) => each.uri?.prefix ?? []);
      // Where `/pre/` comes first, `/pre` gets the bare path only.
      const prefix = prefixes.find(
        (each, position) =>
          each !== "/" &&
          each.endsWith("/") !== uri.endsWith("/") &&
          !prefixes.slice(0, position).includes(`${each}/`),
      );
      if (prefix === undefined) return [];
      const path = prefix.endsWith("/") ? `${prefix}a` : `${prefix}/a`;
      return [
        {
          severity: "warning" as const,
          path: ["spec", "http", index, "rewrite", "uri"],
          message: `A request for ${path} is sent on as ${uri}${path.slice(prefix.length)}`,
          remedy: prefix.endsWith("/")
            ? `Write ${uri}/ here, as the prefix ${prefix} ends with a slash, too`
            : `Match ${prefix}/ first and ${prefix} exactly second, or leave out the slash at the end here`,
        },
      ];
    }),
};
