import type { GatewayObject, GatewayServer } from "../../gateway/object";
import { isTlsProtocol } from "../../gateway/protocol";
import type { Check, FoundByCheck } from "../finding";
import { firstPair, keyOf, pairOf, serverKey } from "../indexes";
import { compare } from "../lookups";
import type { Mesh } from "../mesh";
import { selects } from "../selects";

/**
 * Two Gateways on one workload and port do not share a host. Istio takes the older Gateway; of the younger
 * one it drops a TLS server as a whole, while plain HTTP servers are merged.
 */
export const gatewayConflict: Check<"Gateway"> = {
  id: "gateway-conflict",
  code: "IST0145",
  title: "Two Gateways serve the same host on the same port",
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) =>
      server.hosts.flatMap((host, position) => {
        const owner = ownersOf(mesh, gateway, server, host).find((each) => each !== gateway);
        return owner ? [conflict(owner, server, index, position)] : [];
      }),
    ),
};

/** The oldest Gateway that serves the host on each of the workloads; while there are none, on the same selector. */
function ownersOf(mesh: Mesh, gateway: GatewayObject, server: GatewayServer, host: string): GatewayObject[] {
  const { workloads } = mesh.ingressOf(gateway);
  if (workloads.length === 0) {
    const [first] = mesh
      .find("gatewaysByServer", serverKey(firstPair(gateway.spec.selector), server, host))
      .filter(({ spec }) => selectorText(spec.selector) === selectorText(gateway.spec.selector));
    return first ? [first] : [];
  }
  return workloads.flatMap(({ podLabels }) => {
    const oldest = ["", ...Object.entries(podLabels).map(pairOf)].flatMap((pair) => {
      const first = mesh
        .find("gatewaysByServer", serverKey(pair, server, host))
        .find(({ spec }) => selects(spec.selector ?? {}, podLabels));
      return first ? [first] : [];
    });
    return oldest.sort(compare).slice(0, 1);
  });
}

function selectorText(selector: Record<string, string> = {}): string {
  return JSON.stringify(Object.entries(selector).sort());
}

function conflict(
  owner: GatewayObject,
  server: GatewayServer,
  index: number,
  position: number,
): FoundByCheck {
  const tls = isTlsProtocol(server.port.protocol.toUpperCase());
  const place = `${server.hosts[position]} on port ${server.port.number} of the same ingress`;
  const message = `Gateway ${keyOf(owner.metadata)} serves ${place}`;
  return {
    severity: tls ? "error" : "info",
    path: ["spec", "servers", index, "hosts", position],
    message: tls ? `${message}; Istio drops this server` : `${message}; Istio merges both`,
    remedy:
      "Give each Gateway hosts of its own, put the servers into one Gateway, or use a dedicated ingress",
  };
}
