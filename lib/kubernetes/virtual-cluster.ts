import type { NamespaceObject } from "./objects/kinds";

/** Any one of these makes a Namespace a virtual cluster; the first that is there is named as the reason. */
const virtualClusterLabels = [
  { label: "lamia.dev/managed", values: ["true"] },
  { label: "vamp-managed", values: ["true", "enabled"] },
  { label: "istio-injection", values: ["enabled"] },
] as const;

type Labels = Record<string, string>;

/** `label=value` that makes it a virtual cluster, or null. */
export function virtualClusterLabel(labels: Labels): string | null {
  if (labels["lamia.dev/managed"] === "false") return null;
  for (const { label, values } of virtualClusterLabels) {
    const value = labels[label];
    if (value !== undefined && (values as readonly string[]).includes(value)) return `${label}=${value}`;
  }
  return null;
}

export function isVirtualCluster(namespace: Pick<NamespaceObject, "metadata">): boolean {
  return virtualClusterLabel(namespace.metadata.labels ?? {}) !== null;
}

export interface Absence {
  note: string;
  remedy: string;
}

/** Namespaces of Kubernetes and Istio themselves: nobody's gateways live there. */
const systemNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease", "istio-system"]);

/** Why a Namespace is not among the virtual clusters, and what would put it there; null when it is. */
export function absenceOf(namespace: NamespaceObject): Absence | null {
  const { name, labels = {}, deletionTimestamp } = namespace.metadata;
  if (deletionTimestamp !== undefined)
    return {
      note: "It is being deleted.",
      remedy: "Wait for its end, or clear what its finalizers wait for.",
    };
  if (isVirtualCluster(namespace)) return null;
  const command = `kubectl label namespace ${name} lamia.dev/managed=true --overwrite`;
  const takeOver = `Take it under management, or run: ${command}`;
  if (labels["lamia.dev/managed"] === "false")
    return { note: "It was released: it has the label lamia.dev/managed=false.", remedy: takeOver };
  for (const { label, values } of virtualClusterLabels) {
    const value = labels[label];
    if (value !== undefined) {
      const wanted = values.map((each) => `"${each}"`).join(" or ");
      return { note: `Its label ${label} is "${value}", not ${wanted}.`, remedy: takeOver };
    }
  }
  if (systemNamespaces.has(name))
    return { note: "It belongs to Kubernetes or Istio.", remedy: `If you mean it all the same: ${takeOver}` };
  if (labels["istio.io/rev"] !== undefined) {
    const note = `It is in the mesh by istio.io/rev=${labels["istio.io/rev"]}, but not under management.`;
    return { note, remedy: takeOver };
  }
  return { note: `It has none of the labels ${labelNames()}.`, remedy: takeOver };
}

function labelNames(): string {
  return virtualClusterLabels.map(({ label, values }) => `${label}=${values[0]}`).join(", ");
}
