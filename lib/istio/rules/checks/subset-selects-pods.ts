import { qualifiedHost } from "../../fields/service-host";
import { type Check, referenceTo } from "../finding";

/** A subset's labels, together with the Service's own selector, pick at least one pod. */
export const subsetSelectsPods: Check = {
  id: "subset-selects-pods",
  code: "LAM0101",
  title: "A subset that selects no pod",
  run: ({ snapshot, services, selectWorkloads }) =>
    snapshot.destinationRules.flatMap((rule) => {
      const service = services.get(qualifiedHost(rule.spec.host, rule.metadata.namespace ?? ""));
      const selector = service?.spec.selector;
      if (!service || !selector || Object.keys(selector).length === 0) return [];
      return (rule.spec.subsets ?? []).flatMap(({ name, labels = {} }, index) => {
        const wanted = { ...selector, ...labels };
        const contradicts = Object.entries(selector).some(([key, value]) => wanted[key] !== value);
        if (!contradicts && selectWorkloads(wanted, service.metadata.namespace ?? "").length > 0) return [];
        const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
        return [
          {
            severity: "warning" as const,
            object: referenceTo(rule),
            path: ["spec", "subsets", index, "labels"],
            message: `No pod of ${rule.spec.host} has the labels ${text.join(", ")} of subset ${name}`,
            remedy: "Correct the labels, or deploy the version; until then requests to the subset get a 503",
          },
        ];
      });
    }),
};
