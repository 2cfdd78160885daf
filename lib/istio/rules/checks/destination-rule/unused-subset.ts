import { qualifiedHost } from "../../../fields/service-host";
import type { Check } from "../../finding";

/** A subset gets requests from some Virtual Service. */
export const unusedSubset: Check<"DestinationRule"> = {
  id: "unused-subset",
  code: "LAM0107",
  title: "A subset that no Virtual Service uses",
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
              message: `No Virtual Service sends requests to subset ${name}`,
              remedy: "Name the subset in a route, or remove it",
            },
          ],
    );
  },
};
