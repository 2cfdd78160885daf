/** Namespaces of Kubernetes, Istio and the panel itself, which are not offered as virtual clusters. */
export function isSystemNamespace(name: string): boolean {
  return name.startsWith("kube-") || name === "istio-system" || name === "lamia-system";
}
