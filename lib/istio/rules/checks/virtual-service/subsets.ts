import type { DestinationRuleObject } from "@/lib/istio/destination-rule/object";
import { blindCallers, callersOf } from "@/lib/istio/rules/callers";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";

/** A subset that requests are sent to is defined by a Destination Rule for that host. */
export const subsetExists: Check<"VirtualService"> = {
  id: "subset-exists",
  code: "IST0101",
  title: texts.subsetMissing,
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
          message: texts.subsetUndefined({ host, subset }),
          remedy:
            defined.length > 0
              ? texts.chooseSubset({ subsets: [...new Set(defined)].join(", ") })
              : texts.createSubset({ host }),
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
  title: texts.subsetHidden,
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
      return [
        {
          severity: "error",
          path: [...path, "subset"],
          message: instead
            ? texts.otherRuleApplies({
                rule: keyOf(definition.metadata),
                subset,
                namespace: blind,
                otherRule: keyOf(instead.metadata),
              })
            : texts.ruleHidden({ rule: keyOf(definition.metadata), subset, namespace: blind }),
          remedy: instead ? texts.mergeRules : texts.moveRule,
        },
      ];
    });
  },
};
