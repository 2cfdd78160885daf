import type { KubernetesObject } from "@/lib/model/object";

/** The namespace whose Istio configuration applies to the whole mesh, by default. */
export const rootNamespace = "istio-system";

/** Namespaces of Kubernetes and of Istio itself, whose pods get no proxies. */
export const systemNamespaces: ReadonlySet<string> = new Set([
  rootNamespace,
  "kube-system",
  "kube-public",
  "kube-node-lease",
]);

const serviceAnnotation = "networking.istio.io/exportTo";

interface Exported {
  metadata: KubernetesObject["metadata"];
  spec: unknown;
}

/**
 * The namespaces that see an object; `*` means all of them, and `~` gives none. For a Service, an annotation says so. Source:
 * Istio, `exportTo` of each kind, and the annotation `networking.istio.io/exportTo`.
 */
export function exportsOf({ metadata, spec }: Exported): string[] {
  const { exportTo } = spec as { exportTo?: string[] };
  const written = exportTo ?? metadata.annotations?.[serviceAnnotation]?.split(",") ?? [];
  const named = written.map((each) => each.trim()).filter((each) => each !== "");
  if (named.length === 0 || named.includes("*")) return ["*"];
  return named
    .filter((each) => each !== "~")
    .map((each) => (each === "." ? (metadata.namespace ?? "") : each));
}

export function isExportedTo(object: Exported, namespace: string): boolean {
  const seenBy = exportsOf(object);
  return seenBy.includes("*") || seenBy.includes(namespace);
}

/** Whether some namespace sees both. */
export function meetSomewhere(one: Exported, other: Exported): boolean {
  const seen = exportsOf(one);
  const seenToo = exportsOf(other);
  if (seen.length === 0 || seenToo.length === 0) return false;
  return seen.includes("*") || seenToo.includes("*") || seen.some((namespace) => seenToo.includes(namespace));
}
