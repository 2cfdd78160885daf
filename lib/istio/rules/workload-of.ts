import type { Workload } from "./snapshot";

interface Deployment {
  metadata: { name: string; namespace?: string };
  spec?: { template?: { metadata?: { labels?: Record<string, string> } } };
}

/** What the checks see of a Deployment: the labels of its pods. */
export function workloadOf({ metadata, spec }: Deployment): Workload {
  const podLabels = spec?.template?.metadata?.labels ?? {};
  return { kind: "Deployment", namespace: metadata.namespace ?? "", name: metadata.name, podLabels };
}
