/** Who writes: https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
export const fieldManager = "lamia";

/** The label of the Secrets that Lamia writes, by which it lists them. */
export const ownLabel = { "app.kubernetes.io/managed-by": "lamia" } as const;
export const ownLabelSelector = "app.kubernetes.io/managed-by=lamia";

/** The DNS name that a Secret of ours is about. */
export const hostAnnotation = "lamia.dev/host";

export function isOurs(object: { metadata: { labels?: Record<string, string> } }): boolean {
  return object.metadata.labels?.["app.kubernetes.io/managed-by"] === "lamia";
}

/** On a published Secret: since when no Gateway looks for it. */
export const unwantedAnnotation = "lamia.dev/unwanted-since";
/** On a Secret of keys: the virtual cluster that they are for. */
export const holderAnnotation = "lamia.dev/virtual-cluster";

/** On what an order puts into the cluster to answer its challenges; such objects aren't watched. */
export const challengeLabel = "lamia.dev/acme-challenge";

/** On EnvoyFilters that let an ingress answer requests for hosts of other connections with 421. */
export const misdirectedLabel = "lamia.dev/misdirected-requests";

/** The host that Lamia wrote a Secret for; null for other Secrets. The label alone proves nothing. */
export function hostOf(object: { metadata: { annotations?: Record<string, string> } }): string | null {
  return object.metadata.annotations?.[hostAnnotation] ?? null;
}
