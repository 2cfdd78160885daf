import { qualifiedHost } from "../../../fields/service-host";
import type { Check } from "../../finding";
import { keyOf, subsetKey } from "../../indexes";

/**
 * A subset's name stands once for a host: in one rule Istio refuses it, over several rules it takes the
 * first.
 */
export const duplicateSubsets: Check<"DestinationRule"> = {
  id: "duplicate-subsets",
  code: "LAM0103",
  title: "Two subsets of one name",
  of: "DestinationRule",
  run(rule, mesh) {
    const namespace = rule.metadata.namespace ?? "";
    const host = qualifiedHost(rule.spec.host, namespace);
    const subsets = rule.spec.subsets ?? [];
    return subsets.flatMap(({ name }, index) => {
      const first = mesh.one("destinationRulesBySubset", subsetKey(namespace, host, name)) ?? rule;
      const isOwn = first === rule;
      if (isOwn && subsets.findIndex((subset) => subset.name === name) === index) return [];
      return [
        {
          severity: isOwn ? "error" : "warning",
          path: ["spec", "subsets", index, "name"],
          message: isOwn
            ? `There is a subset ${name} already in this Destination Rule; Istio refuses it`
            : `Destination Rule ${keyOf(first.metadata)} has a subset ${name} for ${host} too; ` +
              "Istio drops one of them",
          remedy: "Give each subset of a service a name of its own",
        },
      ];
    });
  },
};
