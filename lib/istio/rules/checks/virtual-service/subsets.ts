import type { DestinationRuleObject } from "@/lib/istio/destination-rule/object";
import { blindCallers, callersOf } from "@/lib/istio/rules/callers";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";

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

/**
 * A Destination Rule counts for callers in its own namespace, for callers of a service in it, and from the root namespace for
 * all, as far as it is exported; the first of these that has a rule for the host hides the others. Istio's analyzers do not
 * look at this. Source: Istio, `PushContext.destinationRule`.
 */
export const ruleIsSeen: Check<"VirtualService"> = {
  id: "rule-is-seen",
  code: "LAM0120",
  title: "A subset in a Destination Rule that callers do not see",
  of: "VirtualService",
  run(virtualService, mesh) {
    if (!virtualService.spec.hosts?.length) return [];
    const callers = callersOf(mesh, virtualService);
    return destinationsOf(virtualService).flatMap(({ host, subset, path }) => {
      if (subset === undefined) return [];
      const definition = mesh.rulesFor(host).find((rule) => subsetsOf(rule).includes(subset));
      if (!definition) return [];
      const [blind] = blindCallers(callers, (each) =>
        mesh.rulesSeenFrom(each, host).some((rule) => subsetsOf(rule).includes(subset)),
      );
      if (blind === undefined) return [];
      const instead = mesh.rulesSeenFrom(blind, host)[0];
      const reason = instead
        ? `go by Destination Rule ${keyOf(instead.metadata)} instead`
        : "do not see that rule";
      return [
        {
          severity: "error",
          path: [...path, "subset"],
          message:
            `Destination Rule ${keyOf(definition.metadata)} defines subset ${subset}, but proxies in ${blind} ` +
            `${reason}; requests would get a 503`,
          remedy: instead
            ? "Define the subset there, or put both rules into one"
            : "Move the rule into the namespace of the service, and export it to where requests come from",
        },
      ];
    });
  },
};
