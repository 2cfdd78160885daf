import { qualifiedHost } from "@/lib/istio/fields/service-host";

/** The Service that a host means: `shop` and `shop.demo.svc.cluster.local`; null for a name outside the cluster. */
export function serviceOfHost(host: string, namespace: string): { namespace: string; name: string } | null {
  const parts = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(qualifiedHost(host, namespace));
  return parts?.[1] && parts[2] ? { name: parts[1], namespace: parts[2] } : null;
}
