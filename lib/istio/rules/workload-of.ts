import type { Workload } from "./snapshot";

interface Template {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: { template?: { metadata?: { labels?: Record<string, string> } } };
}

/** What the checks see of a Deployment, DaemonSet or StatefulSet: the labels of its pods. */
export function workloadOf({ kind, metadata, spec }: Template): Workload {
  const podLabels = spec?.template?.metadata?.labels ?? {};
  return {
    kind: kind as Workload["kind"],
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    podLabels,
  };
}
