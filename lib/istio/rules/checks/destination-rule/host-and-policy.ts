import type { ClientTls, DestinationRuleObject } from "@/lib/istio/destination-rule/object";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";

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

/**
 * A caller that encrypts knows by which authority to tell the server. Source: Istio, IST0128 for the whole rule, and IST0129
 * for a port.
 */
export const serverVerified: Check<"DestinationRule"> = {
  id: "server-verified",
  code: "IST0128",
  title: "TLS without a certificate authority to check the server by",
  also: { IST0129: "TLS on a port without a certificate authority to check the server by" },
  of: "DestinationRule",
  run: (rule) => {
    const { tls, portLevelSettings = [] } = rule.spec.trafficPolicy ?? {};
    const policy = ["spec", "trafficPolicy"];
    return [
      ...(isUnchecked(rule, tls) ? [unchecked(tls, [...policy, "tls"], "")] : []),
      ...portLevelSettings.flatMap((each, index) =>
        isUnchecked(rule, each.tls)
          ? [
              {
                code: "IST0129",
                ...unchecked(
                  each.tls,
                  [...policy, "portLevelSettings", index, "tls"],
                  ` for port ${each.port?.number ?? "0"}`,
                ),
              },
            ]
          : [],
      ),
    ];
  },
};

function isUnchecked({ spec }: DestinationRuleObject, tls: ClientTls | undefined): boolean {
  if (tls?.mode !== "SIMPLE" && tls?.mode !== "MUTUAL") return false;
  // A credential is looked up by the proxies that the rule selects, and by no others.
  return !tls.caCertificates && !(tls.credentialName && spec.workloadSelector);
}

function unchecked(tls: ClientTls | undefined, path: (string | number)[], where: string): FoundByCheck {
  return {
    severity: "warning",
    path,
    message: `TLS mode ${tls?.mode}${where} names no caCertificates, so the identity of the server may go unchecked`,
    remedy: "Set caCertificates to the authorities that the server's certificate comes from",
  };
}
