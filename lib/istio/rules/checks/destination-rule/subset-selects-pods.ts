import { qualifiedHost } from "../../../fields/service-host";
import type { Check } from "../../finding";
import { selects } from "../../selects";

/** Istio gives each pod these labels of its node. Source: Istio, `AugmentLabels`. */
function isOfNode(label: string): boolean {
  return /^(topology\.(kubernetes|istio)\.io\/|kubernetes\.io\/hostname$)/.test(label);
}

/** A subset's labels, together with the Service's own selector, pick at least one pod. */
export const subsetSelectsPods: Check<"DestinationRule"> = {
  id: "subset-selects-pods",
  code: "IST0173",
  title: "A subset that selects no pod",
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
          message: `No pod of ${rule.spec.host} has the labels ${text.join(", ")} of subset ${name}`,
          remedy: "Correct the labels, or deploy the version; until then requests to the subset get a 503",
        },
      ];
    });
  },
};
