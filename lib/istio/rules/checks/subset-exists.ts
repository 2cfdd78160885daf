import { type Check, referenceTo } from "../finding";

/** A subset that requests are sent to is defined by a Destination Rule for that host. */
export const subsetExists: Check = {
  id: "subset-exists",
  code: "IST0101",
  title: "A subset that no Destination Rule defines",
  run: ({ destinations, rulesFor }) =>
    destinations.flatMap(({ virtualService, host, subset, path }) => {
      if (subset === undefined) return [];
      const defined = rulesFor(host).flatMap(({ spec }) => spec.subsets?.map(({ name }) => name) ?? []);
      if (defined.includes(subset)) return [];
      return [
        {
          severity: "error" as const,
          object: referenceTo(virtualService),
          path: [...path, "subset"],
          message: `No Destination Rule for ${host} has a subset ${subset}; requests would get a 503`,
          remedy:
            defined.length > 0
              ? `Choose one of its subsets: ${defined.join(", ")}`
              : `Create a Destination Rule for ${host} with this subset`,
        },
      ];
    }),
};
