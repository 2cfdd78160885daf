import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf, subsetKey } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";
import { selects } from "@/lib/model/selectors";

/**
 * A subset's name stands once for a host: in one rule Istio refuses it, over several rules it takes the
 * first.
 */
export const duplicateSubsets: Check<"DestinationRule"> = {
  id: "duplicate-subsets",
  code: "LAM0103",
  title: texts.duplicateSubset,
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
            ? texts.duplicateInRule({ name })
            : texts.duplicateOverRules({ rule: keyOf(first.metadata), name, host }),
          remedy: texts.uniqueSubsetName,
        },
      ];
    });
  },
};

/** Istio gives each pod these labels of its node. Source: Istio, `AugmentLabels`. */
function isOfNode(label: string): boolean {
  return /^(topology\.(kubernetes|istio)\.io\/|kubernetes\.io\/hostname$)/.test(label);
}

/** A subset's labels, together with the Service's own selector, pick at least one pod. */
export const subsetSelectsPods: Check<"DestinationRule"> = {
  id: "subset-selects-pods",
  code: "IST0173",
  title: texts.emptySubset,
  of: "DestinationRule",
  run(rule, mesh) {
    const service = mesh.one("services", qualifiedHost(rule.spec.host, rule.metadata.namespace ?? ""));
    const selector = service?.spec.selector;
    if (!service || !selector || Object.keys(selector).length === 0) return [];
    const pods = mesh.selectWorkloads(selector, service.metadata.namespace ?? "");
    return (rule.spec.subsets ?? []).flatMap(({ name, labels = {} }, index) => {
      const own = Object.fromEntries(
        Object.entries(labels).filter(([key, value]) => value === "" || !isOfNode(key)),
      );
      if (pods.some(({ podLabels }) => selects(own, podLabels))) return [];
      const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      return [
        {
          severity: "warning",
          path: ["spec", "subsets", index, "labels"],
          message: texts.noPodInSubset({ host: rule.spec.host, labels: text.join(", "), name }),
          remedy: texts.correctSubsetLabels,
        },
      ];
    });
  },
};

/** A subset gets requests from some Virtual Service. */
export const unusedSubset: Check<"DestinationRule"> = {
  id: "unused-subset",
  code: "LAM0107",
  title: texts.unusedSubset,
  of: "DestinationRule",
  run({ spec, metadata }, mesh) {
    const host = qualifiedHost(spec.host, metadata.namespace ?? "");
    if (host.startsWith("*")) return [];
    return (spec.subsets ?? []).flatMap(({ name }, index) =>
      mesh.one("virtualServicesBySubset", `${host} ${name}`)
        ? []
        : [
            {
              severity: "info",
              path: ["spec", "subsets", index],
              message: texts.subsetUnused({ name }),
              remedy: texts.useSubset,
            },
          ],
    );
  },
};
