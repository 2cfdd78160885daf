import type { GatewayDetails, GatewayView } from "@/lib/api/gateway";
import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import {
  formatSecuredHosts,
  type MalformedPart,
  readSecuredHosts,
  securedHostsAnnotation,
} from "@/lib/gateway/secured-hosts";
import { hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import { formFromGateway } from "@/lib/istio/gateway/to-form";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import type { Mesh } from "@/lib/server/mesh/mesh";
import type { LiveWalks } from "../walks/live-walks";
import { ownersOf } from "./mesh-object-view";
import { securedHostView } from "./secured-host-view";

/** A Gateway as the API shows it: its form, and where its secured hosts stand. */
export function gatewayView(
  gateway: GatewayObject,
  { live, mesh }: { live: LiveWalks; mesh: Mesh },
): GatewayView {
  const { metadata } = gateway;
  const findings = mesh.findingsOf("Gateway", metadata.namespace ?? "", metadata.name);
  const targets = securedHostsOf(gateway);
  const form = formFromGateway(gateway as Parameters<typeof formFromGateway>[0]);
  return {
    name: metadata.name,
    virtualCluster: metadata.namespace ?? "",
    labels: form.labels,
    metadata: form.metadata,
    selector: form.selector ?? {},
    servers: form.servers,
    securedHosts: targets.map((target) => securedHostView(target, live.get(keyOf(target)))),
    malformedSecuredHosts: [
      ...readSecuredHosts(metadata.annotations?.[securedHostsAnnotation]).malformed,
      ...targets.flatMap(withoutOwnServer),
    ],
    ingress: { kind: hasDedicatedIngress(metadata) ? "dedicated" : "existing" },
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    createdAt: metadata.creationTimestamp ?? "",
    resourceVersion: metadata.resourceVersion ?? "",
  };
}

/** A second Secured Host of one server, which can never have a certificate there. */
function withoutOwnServer({ host, port, serverTakenBy }: SecuredHost): MalformedPart[] {
  if (serverTakenBy === undefined) return [];
  const reason = `The server on port ${port} has one certificate, and it is for ${serverTakenBy}. Give ${host} a server of its own on port ${port}, which may have several`;
  return [{ part: formatSecuredHosts([{ port, host }]), reason }];
}

export function gatewayDetails(
  gateway: GatewayObject,
  parts: { live: LiveWalks; mesh: Mesh },
): GatewayDetails {
  const { namespace = "", name } = gateway.metadata;
  return {
    ...gatewayView(gateway, parts),
    object: forExport(gateway),
    findings: [...parts.mesh.findingsOf("Gateway", namespace, name)],
    owners: ownersOf(gateway as unknown as KubernetesObject),
  };
}
