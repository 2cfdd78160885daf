import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf, subsetKey } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";
import type { ClientTls, DestinationRuleObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";

/** The host of a DestinationRule is provided by a Service or a ServiceEntry. Source: Istio, IST0174. */
export const ruleHostExists: Check<"DestinationRule"> = {
  id: "rule-host-exists",
  code: "IST0174",
  title: texts.ruleHostMissing,
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
        message: texts.ruleHostUnprovided({ host }),
        remedy: meant ? texts.writeFullName({ service: keyOf(meant.metadata) }) : texts.correctRuleHost,
      },
    ];
  },
};

/** If a rule selects pods, they exist. Source: Istio, IST0127 (NoMatchingWorkloadsFound). */
export const ruleHasWorkload: Check<"DestinationRule"> = {
  id: "rule-has-workload",
  code: "IST0127",
  title: texts.ruleWithoutPods,
  of: "DestinationRule",
  run({ spec: { workloadSelector }, metadata: { namespace = "" } }, mesh) {
    const labels = workloadSelector?.matchLabels ?? {};
    if (Object.keys(labels).length === 0 || mesh.selectWorkloads(labels, namespace).length > 0) return [];
    const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return [
      {
        severity: "warning",
        path: ["spec", "workloadSelector", "matchLabels"],
        message: texts.noPodForRule({ namespace, labels: text.join(", ") }),
        remedy: texts.correctCallerLabels,
      },
    ];
  },
};

/**
 * A client that encrypts knows which CA verifies the server. Source: Istio, IST0128 for the whole rule, and IST0129 for a
 * port.
 */
export const serverVerified: Check<"DestinationRule"> = {
  id: "server-verified",
  code: "IST0128",
  title: texts.serverUnverified,
  also: { IST0129: texts.portUnverified },
  of: "DestinationRule",
  run: (rule) => {
    const { tls, portLevelSettings = [] } = rule.spec.trafficPolicy ?? {};
    const policy = ["spec", "trafficPolicy"];
    return [
      ...(isUnchecked(rule, tls) ? [unchecked(tls, [...policy, "tls"])] : []),
      ...portLevelSettings.flatMap((each, index) =>
        isUnchecked(rule, each.tls)
          ? [
              {
                code: "IST0129",
                ...unchecked(
                  each.tls,
                  [...policy, "portLevelSettings", index, "tls"],
                  each.port?.number ?? 0,
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
  // Only the proxies that the rule selects can use its credential.
  return !tls.caCertificates && !(tls.credentialName && spec.workloadSelector);
}

function unchecked(tls: ClientTls | undefined, path: (string | number)[], port?: number): FoundByCheck {
  return {
    severity: "warning",
    path,
    message:
      port === undefined
        ? texts.tlsUnverified({ mode: tls?.mode ?? "" })
        : texts.tlsOfPortUnverified({ mode: tls?.mode ?? "", port }),
    remedy: texts.setCaCertificates,
  };
}

/**
 * The name of a subset is unique for a host. Istio refuses a duplicate in one rule, and uses the first one of several rules.
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

/** A subset's labels, together with the Service's own selector, match at least one pod. */
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

/** Some VirtualService sends requests to each subset. */
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
