/** Who writes: https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
export const fieldManager = "lamia";

/** What the Secrets that Lamia writes carry, and what it lists them by. */
export const ownLabel = { "app.kubernetes.io/managed-by": "lamia" } as const;
export const ownLabelSelector = "app.kubernetes.io/managed-by=lamia";

/** The DNS name that a Secret of ours is about. */
export const hostAnnotation = "lamia.dev/host";

export function isOurs(object: { metadata: { labels?: Record<string, string> } }): boolean {
  return object.metadata.labels?.["app.kubernetes.io/managed-by"] === "lamia";
}
