import { meshGateway } from "../../virtual-service/form";
import type { Check } from "../finding";
import type { NamespaceSummary, Workload } from "../snapshot";

/** A namespace whose pods are routed by mesh rules has proxies in its pods, by sidecar or in ambient mode. */
export const namespaceInjection: Check = {
  id: "namespace-injection",
  code: "IST0102",
  title: "A namespace without injection whose pods expect it",
  run: ({ namespaces, snapshot, bound }) => {
    const reasons = new Map<string, string>();
    for (const { metadata } of bound.get(meshGateway) ?? [])
      reasons.set(metadata.namespace ?? "", `Virtual Service ${metadata.name} routes on the mesh`);
    for (const { namespace, name, podLabels } of snapshot.workloads)
      if (podLabels["sidecar.istio.io/inject"] === "true" && !reasons.has(namespace))
        if (namespaces.get(namespace)?.labels["istio-injection"] === "disabled")
          reasons.set(namespace, `${name} asks for injection`);
    const populated = new Set(snapshot.workloads.filter(wantsProxy).map(({ namespace }) => namespace));
    return [...reasons].flatMap(([name, reason]) => {
      const namespace = namespaces.get(name);
      if (!namespace || !populated.has(name) || isInjected(namespace)) return [];
      return [
        {
          severity: "warning" as const,
          object: { kind: "Namespace", namespace: "", name },
          path: ["metadata", "labels"],
          message: `Pods in ${name} get no Istio proxy, though ${reason}`,
          remedy: "Label the namespace istio-injection=enabled and restart its pods",
        },
      ];
    });
  },
};

function wantsProxy({ podLabels }: Workload): boolean {
  return podLabels["sidecar.istio.io/inject"] !== "false";
}

function isInjected({ labels }: NamespaceSummary): boolean {
  return (
    labels["istio-injection"] === "enabled" ||
    (labels["istio.io/rev"] !== undefined && labels["istio-injection"] !== "disabled") ||
    labels["istio.io/dataplane-mode"] === "ambient"
  );
}
