import type { ServiceAddresses } from "@/sandbox/kubernetes/controllers/service-addresses";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "@/sandbox/kubernetes/resources/resource-type";

/** Gives a Service its cluster address and node ports, and keeps those it has; the draft's own values stay. */
export function prepareService(draft: Draft, existing: Draft | undefined, addresses: ServiceAddresses): void {
  const spec = recordAt(draft, "spec");
  if (!spec) return;
  const before = recordAt(existing, "spec");
  const type = textAt(spec, "type") ?? "ClusterIP";
  draft.spec = { ...spec, type, sessionAffinity: spec.sessionAffinity ?? "None" };
  if (type === "ExternalName") return;
  const clusterIP = textAt(spec, "clusterIP") || textAt(before, "clusterIP") || addresses.clusterAddress();
  const external = type === "LoadBalancer" || type === "NodePort";
  draft.spec = {
    ...recordAt(draft, "spec"),
    clusterIP,
    clusterIPs: [clusterIP],
    internalTrafficPolicy: spec.internalTrafficPolicy ?? "Cluster",
    ipFamilies: spec.ipFamilies ?? ["IPv4"],
    ipFamilyPolicy: spec.ipFamilyPolicy ?? "SingleStack",
    ...(external && { externalTrafficPolicy: spec.externalTrafficPolicy ?? "Cluster" }),
    ...(type === "LoadBalancer" && {
      allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true,
    }),
    ...(Array.isArray(spec.ports) && { ports: preparePorts(spec, before, external, addresses) }),
  };
  draft.status = draft.status ?? { loadBalancer: {} };
}

function preparePorts(
  spec: unknown,
  before: unknown,
  external: boolean,
  addresses: ServiceAddresses,
): unknown[] {
  const known = listAt(before, "ports").filter(isRecord);
  return listAt(spec, "ports").map((port) => {
    if (!isRecord(port)) return port;
    const protocol = port.protocol ?? "TCP";
    const same = known.find((other) => other.port === port.port && other.protocol === protocol);
    const { nodePort, ...rest } = port;
    const node = external ? (nodePort ?? same?.nodePort ?? addresses.nodePort()) : undefined;
    return {
      ...rest,
      protocol,
      targetPort: port.targetPort ?? port.port,
      ...(node !== undefined && { nodePort: node }),
    };
  });
}
