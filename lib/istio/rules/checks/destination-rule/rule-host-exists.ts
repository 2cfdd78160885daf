import { qualifiedHost } from "../../../fields/service-host";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";

/** A Destination Rule is for a host that a Service or a Service Entry provides. Source: Istio, IST0174. */
export const ruleHostExists: Check<"DestinationRule"> = {
  id: "rule-host-exists",
  code: "IST0174",
  title: "A Destination Rule for a host that nothing provides",
  of: "DestinationRule",
  run({ spec, metadata }, mesh) {
    const { namespace = "" } = metadata;
    const host = qualifiedHost(spec.host, namespace);
    if (host === "" || host.startsWith("*") || mesh.provides(host)) return [];
    const [name = "", written] = spec.host.split(".");
    const namesakes = mesh.find("servicesByName", name);
    const meant = namesakes.find((each) => each.metadata.namespace === written) ?? namesakes[0];
    return [
      {
        severity: "warning",
        path: ["spec", "host"],
        message: `Neither a Service nor a Service Entry provides ${host}, so this rule applies to nothing`,
        remedy: meant
          ? `Write the full name of Service ${keyOf(meant.metadata)}`
          : "Correct the host, or create the Service",
      },
    ];
  },
};

/** A rule for some pods only is for pods that are there. Source: Istio, IST0127 (NoMatchingWorkloadsFound). */
export const ruleHasWorkload: Check<"DestinationRule"> = {
  id: "rule-has-workload",
  code: "IST0127",
  title: "A Destination Rule for pods that are not there",
  of: "DestinationRule",
  run({ spec: { workloadSelector }, metadata: { namespace = "" } }, mesh) {
    const labels = workloadSelector?.matchLabels ?? {};
    if (Object.keys(labels).length === 0 || mesh.selectWorkloads(labels, namespace).length > 0) return [];
    const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return [
      {
        severity: "warning",
        path: ["spec", "workloadSelector", "matchLabels"],
        message: `No pod in ${namespace} has the labels ${text.join(", ")}, so no proxy goes by this rule`,
        remedy: "Correct the labels; they are those of the callers, not of the service",
      },
    ];
  },
};
