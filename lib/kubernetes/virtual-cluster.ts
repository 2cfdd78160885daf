import type { NamespaceObject } from "./objects/kinds";
import { texts } from "./texts";

/** Each of these makes a Namespace a virtual cluster; the first one present is named as the reason. */
const virtualClusterLabels = [
  { label: "lamia.dev/managed", values: ["true"] },
  { label: "vamp-managed", values: ["true", "enabled"] },
  { label: "istio-injection", values: ["enabled"] },
] as const;

const orList = new Intl.ListFormat("en", { type: "disjunction" });

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

/** Namespaces of Kubernetes and Istio themselves: gateways of applications aren't there. */
const systemNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease", "istio-system"]);

/** Why a Namespace isn't a virtual cluster, and what would make it one; null if it is. */
export function absenceOf(namespace: NamespaceObject): Absence | null {
  const { name, labels = {}, deletionTimestamp } = namespace.metadata;
  if (deletionTimestamp !== undefined)
    return {
      note: texts.beingDeleted,
      remedy: texts.waitForDeletion,
    };
  if (isVirtualCluster(namespace)) return null;
  const command = texts.labelCommand({ name });
  const addIt = texts.addIt({ command });
  if (labels["lamia.dev/managed"] === "false") return { note: texts.released, remedy: addIt };
  for (const { label, values } of virtualClusterLabels) {
    const value = labels[label];
    if (value !== undefined) {
      const wanted = orList.format(values.map((each) => `“${each}”`));
      return { note: texts.otherLabel({ label, value, wanted }), remedy: addIt };
    }
  }
  if (systemNamespaces.has(name)) return { note: texts.ofSystem, remedy: texts.addSystem({ command }) };
  if (labels["istio.io/rev"] !== undefined) {
    const note = texts.onlyInMesh({ revision: labels["istio.io/rev"] });
    return { note, remedy: addIt };
  }
  return { note: texts.noLabel({ labels: labelNames() }), remedy: addIt };
}

function labelNames(): string {
  return virtualClusterLabels.map(({ label, values }) => `${label}=${values[0]}`).join(", ");
}
