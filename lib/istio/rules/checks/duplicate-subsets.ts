import { qualifiedHost } from "../../fields/service-host";
import { type Check, type FoundByCheck, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";

/**
 * A subset's name stands once for a host: in one rule Istio refuses it, over several rules it takes the
 * first.
 */
export const duplicateSubsets: Check = {
  id: "duplicate-subsets",
  code: "LAM0103",
  title: "Two subsets of one name",
  run: ({ snapshot }) => {
    const first = new Map<string, string>();
    return snapshot.destinationRules.flatMap((rule) => {
      const namespace = rule.metadata.namespace ?? "";
      const host = qualifiedHost(rule.spec.host, namespace);
      const own = keyOf(rule.metadata);
      return (rule.spec.subsets ?? []).flatMap(({ name }, index): FoundByCheck[] => {
        const key = `${namespace} ${host} ${name}`;
        const before = first.get(key);
        if (before === undefined) {
          first.set(key, own);
          return [];
        }
        const same = before === own;
        return [
          {
            severity: same ? "error" : "warning",
            object: referenceTo(rule),
            path: ["spec", "subsets", index, "name"],
            message: same
              ? `There is a subset ${name} already in this Destination Rule; Istio refuses it`
              : `Destination Rule ${before} has a subset ${name} for ${host} too; Istio drops one of them`,
            remedy: "Give each subset of a service a name of its own",
          },
        ];
      });
    });
  },
};
