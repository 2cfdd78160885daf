import { dnsPart } from "../../fields/host";
import type { GatewayObject, GatewayServer } from "../../gateway/object";
import { isTlsProtocol } from "../../gateway/protocol";
import { type Check, type FoundByCheck, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";

/**
 * Two Gateways on one workload and port do not share a host. Istio takes the older Gateway; of the younger
 * one it drops a TLS server as a whole, while plain HTTP servers are merged.
 */
export const gatewayConflict: Check = {
  id: "gateway-conflict",
  code: "IST0145",
  title: "Two Gateways serve the same host on the same port",
  run: ({ snapshot, ingressWorkloads }) => {
    const claims = new Map<string, GatewayObject>();
    return [...snapshot.gateways].sort(byAge).flatMap((gateway) => {
      const places = placesOf(gateway, ingressWorkloads(gateway).map(keyOf));
      const found = (gateway.spec.servers ?? []).flatMap((server, index) =>
        server.hosts.flatMap((host, position) => {
          const claimed = places.map((place) => claims.get(claim(place, server, host))).find(Boolean);
          return claimed ? [conflict(gateway, claimed, server, index, position)] : [];
        }),
      );
      for (const server of gateway.spec.servers ?? [])
        for (const host of server.hosts)
          for (const place of places) {
            const key = claim(place, server, host);
            if (!claims.has(key)) claims.set(key, gateway);
          }
      return found;
    });
  },
};

/** The workloads that the Gateway selects; while there are none, its selector stands for them. */
function placesOf({ spec }: GatewayObject, workloads: string[]): string[] {
  return workloads.length > 0 ? workloads : [JSON.stringify(Object.entries(spec.selector ?? {}).sort())];
}

function claim(place: string, { port, bind }: GatewayServer, host: string): string {
  return [place, bind ?? "", port.number, dnsPart(host)].join(" ");
}

function conflict(
  gateway: GatewayObject,
  other: GatewayObject,
  server: GatewayServer,
  index: number,
  position: number,
): FoundByCheck {
  const tls = isTlsProtocol(server.port.protocol.toUpperCase());
  const place = `${server.hosts[position]} on port ${server.port.number} of the same ingress`;
  const message = `Gateway ${keyOf(other.metadata)} serves ${place}`;
  return {
    severity: tls ? "error" : "info",
    object: referenceTo(gateway),
    path: ["spec", "servers", index, "hosts", position],
    message: tls ? `${message}; Istio drops this server` : `${message}; Istio merges both`,
    remedy:
      "Give each Gateway hosts of its own, put the servers into one Gateway, or use a dedicated ingress",
  };
}

function byAge(one: GatewayObject, other: GatewayObject): number {
  const [a, b] = [one, other].map(({ metadata }) =>
    new Date(metadata.creationTimestamp ?? 8.64e15).getTime(),
  );
  return (a ?? 0) - (b ?? 0) || keyOf(one.metadata).localeCompare(keyOf(other.metadata));
}
