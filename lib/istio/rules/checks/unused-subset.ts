import { qualifiedHost } from "../../fields/service-host";
import { type Check, referenceTo } from "../finding";

/** A subset gets requests from some Virtual Service. */
export const unusedSubset: Check = {
  id: "unused-subset",
  code: "LAM0107",
  title: "A subset that no Virtual Service uses",
  run: ({ snapshot, destinations }) => {
    const used = new Set(destinations.map(({ host, subset }) => `${host} ${subset ?? ""}`));
    return snapshot.destinationRules.flatMap((rule) => {
      const host = qualifiedHost(rule.spec.host, rule.metadata.namespace ?? "");
      if (host.startsWith("*")) return [];
      return (rule.spec.subsets ?? []).flatMap(({ name }, index) =>
        used.has(`${host} ${name}`)
          ? []
          : [
              {
                severity: "info" as const,
                object: referenceTo(rule),
                path: ["spec", "subsets", index],
                message: `No Virtual Service sends requests to subset ${name}`,
                remedy: "Name the subset in a route, or remove it",
              },
            ],
      );
    });
  },
};
