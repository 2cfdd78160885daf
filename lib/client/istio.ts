import { queryOptions } from "@tanstack/react-query";
import type { IngressView, IstioInstallation, IstioView } from "@/lib/api/istio";
import { queryKey } from "./keys";
import { request } from "./request";

export function istioQuery() {
  return queryOptions({ queryKey: queryKey("istio"), queryFn: () => request<IstioView>("GET", "/istio") });
}

export function ingressesQuery() {
  return queryOptions({
    queryKey: queryKey("istio", undefined, undefined, "ingresses"),
    queryFn: () => request<{ items: IngressView[] }>("GET", "/ingresses"),
  });
}

/** The installer's Job and its log; the stream tells when it has moved on. */
export function istioInstallationQuery() {
  return queryOptions({
    queryKey: queryKey("istio", undefined, undefined, "installation"),
    queryFn: () => request<IstioInstallation>("GET", "/istio/install"),
  });
}

export function installIstio(version: string): Promise<IstioInstallation> {
  return request("POST", "/istio/install", { version, confirm: true });
}
