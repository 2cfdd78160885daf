/** Labels that Lamia makes of the form's fields, on the Deployment and its pods. */
export const ownedLabels = ["app", "deployment", "version", "app.kubernetes.io/managed-by"] as const;

type Labels = Record<string, string>;

/** The application a Deployment belongs to: its pods' label `app`, the recommended one, or its own name. */
export function appOf(name: string, labels: Labels): string {
  return labels.app ?? labels["app.kubernetes.io/name"] ?? name;
}

export function versionOf(labels: Labels): string | null {
  return labels.version ?? labels["app.kubernetes.io/version"] ?? null;
}

/** Whether Lamia's form made it; of others' Deployments it changes the image and the replicas only. */
export function isOwnDeployment({ labels }: { labels?: Labels }): boolean {
  return labels?.["app.kubernetes.io/managed-by"] === "lamia" && labels.deployment !== undefined;
}

export function withoutOwnedLabels(labels: Labels = {}): Labels {
  const owned: readonly string[] = ownedLabels;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !owned.includes(key)));
}
