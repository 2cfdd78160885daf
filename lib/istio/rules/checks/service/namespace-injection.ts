import type { NamespaceSummary, Workload } from "@/lib/istio/rules/mesh/snapshot";
import { systemNamespaces } from "../../exports";
import type { Check } from "../../finding";

/** A namespace whose pods are routed by mesh rules has proxies in its pods, by sidecar or in ambient mode. */
export const namespaceInjection: Check<"Namespace"> = {
  id: "namespace-injection",
  code: "IST0102",
  title: "A namespace without injection whose pods expect it",
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
              message: `Pods in ${name} get no Istio proxy, and no label says that this is meant to be so`,
              remedy:
                "Label the namespace istio-injection=enabled, or istio-injection=disabled if it needs none",
            },
          ]
        : [];
    const reason = routing
      ? `Virtual Service ${routing.metadata.name} routes on the mesh`
      : `${asking?.name} asks for injection`;
    return [
      {
        severity: "warning",
        path: ["metadata", "labels"],
        message: `Pods in ${name} get no Istio proxy, though ${reason}`,
        remedy: "Label the namespace istio-injection=enabled and restart its pods",
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
