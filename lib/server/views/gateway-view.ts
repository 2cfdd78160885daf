import type { GatewayView } from "@/lib/api/gateway";
import { keyOf } from "@/lib/gateway/model";
import { readSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import { formFromGateway } from "@/lib/istio/gateway/to-form";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import type { LiveWalks } from "../walks/live-walks";
import { securedHostView } from "./secured-host-view";

/** A Gateway as the API shows it: its form, and where its secured hosts stand. */
export function gatewayView(gateway: GatewayObject, live: LiveWalks): GatewayView {
  const { metadata } = gateway;
  const form = formFromGateway(gateway as Parameters<typeof formFromGateway>[0]);
  return {
    name: metadata.name,
    virtualCluster: metadata.namespace ?? "",
    labels: form.labels,
    metadata: form.metadata,
    selector: form.selector ?? {},
    servers: form.servers,
    securedHosts: securedHostsOf(gateway).map((target) => securedHostView(target, live.get(keyOf(target)))),
    malformedSecuredHosts: readSecuredHosts(metadata.annotations?.[securedHostsAnnotation]).malformed,
    createdAt: metadata.creationTimestamp ?? "",
    resourceVersion: metadata.resourceVersion ?? "",
  };
}
