import type { NamespaceSummary, Workload } from "@/lib/istio/rules/mesh/snapshot";
import { texts } from "@/lib/istio/rules/texts";
import { systemNamespaces } from "../../exports";
import type { Check } from "../../finding";

/** A namespace whose pods are routed by mesh rules has proxies in its pods, by sidecar or in ambient mode. */
export const namespaceInjection: Check<"Namespace"> = {
  id: "namespace-injection",
  code: "IST0102",
  title: texts.injectionMissing,
  of: "Namespace",
  run(namespace, mesh) {
    if (isInjected(namespace)) return [];
    const { name, labels } = namespace;
    const pods = mesh.selectWorkloads({}, name);
    if (!pods.some(wantsProxy)) return [];
    const routing = mesh.one("virtualServicesOnMesh", name);
    const isLeftOpen = labels["istio-injection"] === undefined;
    const asking = isLeftOpen ? undefined : pods.find(asksForProxy);
    if (!routing && !asking)
      return isLeftOpen && !systemNamespaces.has(name)
        ? [
            {
              severity: "info",
              path: ["metadata", "labels"],
              message: texts.injectionUndecided({ namespace: name }),
              remedy: texts.decideInjection,
            },
          ]
        : [];
    return [
      {
        severity: "warning",
        path: ["metadata", "labels"],
        message: routing
          ? texts.injectionForRoutes({ namespace: name, virtualService: routing.metadata.name })
          : texts.injectionAskedFor({ namespace: name, workload: asking?.name ?? "" }),
        remedy: texts.enableInjection,
      },
    ];
  },
};

function wantsProxy({ podLabels }: Workload): boolean {
  return podLabels["sidecar.istio.io/inject"] !== "false";
}

function asksForProxy({ podLabels }: Workload): boolean {
  return podLabels["sidecar.istio.io/inject"] === "true";
}

function isInjected({ labels }: NamespaceSummary): boolean {
  return (
    labels["istio-injection"] === "enabled" ||
    (labels["istio.io/rev"] !== undefined && labels["istio-injection"] !== "disabled") ||
    labels["istio.io/dataplane-mode"] === "ambient"
  );
}
