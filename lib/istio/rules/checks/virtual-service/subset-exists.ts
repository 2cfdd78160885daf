import type { DestinationRuleObject } from "../../../destination-rule/object";
import { destinationsOf } from "../../destinations";
import type { Check } from "../../finding";

/** A subset that requests are sent to is defined by a Destination Rule for that host. */
export const subsetExists: Check<"VirtualService"> = {
  id: "subset-exists",
  code: "IST0101",
  title: "A subset that no Destination Rule defines",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap(({ host, subset, path }) => {
      if (subset === undefined) return [];
      const defined = mesh.rulesFor(host).flatMap(subsetsOf);
      if (defined.includes(subset)) return [];
      return [
        {
          severity: "error",
          path: [...path, "subset"],
          message: `No Destination Rule for ${host} has a subset ${subset}; requests would get a 503`,
          remedy:
            defined.length > 0
              ? `Choose one of its subsets: ${[...new Set(defined)].join(", ")}`
              : `Create a Destination Rule for ${host} with this subset`,
        },
      ];
    }),
};

export function subsetsOf({ spec }: DestinationRuleObject): string[] {
  return (spec.subsets ?? []).map(({ name }) => name);
}
