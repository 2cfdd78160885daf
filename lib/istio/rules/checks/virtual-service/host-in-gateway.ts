import { dnsPart, hostsOverlap } from "../../../fields/host";
import { qualifiedHost } from "../../../fields/service-host";
import type { GatewayObject } from "../../../gateway/object";
import { meshGateway } from "../../../virtual-service/form";
import type { Check, FoundByCheck } from "../../finding";
import { gatewayKeys } from "../../indexes";
import { scopeOf } from "../../scope";

/**
 * Each host of a Virtual Service is served by one of its Gateways, and each of these serves one of its hosts, for its
 * namespace. Istio says the latter only. Source: Istio, IST0132.
 */
export const hostInGateway: Check<"VirtualService"> = {
  id: "host-in-gateway",
  code: "IST0132",
  title: "A host that no server of its Gateway serves",
  of: "VirtualService",
  run(virtualService, mesh) {
    const namespace = virtualService.metadata.namespace ?? "";
    const keys = gatewayKeys(virtualService);
    const hosts = virtualService.spec.hosts ?? [];
    const named = keys.flatMap((key, index) => {
      const gateway = mesh.one("gateways", key);
      return gateway ? [{ key, index, served: hosts.map((host) => serves(gateway, host, namespace)) }] : [];
    });
    if (named.length === 0 || hosts.length === 0) return [];
    const unserved = hosts.map((_, index) => named.every(({ served }) => !served[index]));
    const isElsewhere = keys.includes(meshGateway);
    if (!isElsewhere && unserved.every(Boolean))
      return hosts.flatMap((host, index) => noServer(host, index, keys));
    return [
      ...(isElsewhere
        ? []
        : hosts.flatMap((host, index) => (unserved[index] ? noServer(host, index, keys) : []))),
      ...named.flatMap(({ key, index, served }) =>
        served.includes(true)
          ? []
          : [
              {
                severity: "warning" as const,
                path: ["spec", "gateways", index],
                message: `Gateway ${key} serves none of ${hosts.join(", ")}, so no request comes from there`,
                remedy: "Add the host to a server of that Gateway, or remove the Gateway here",
              },
            ],
      ),
    ];
  },
};

function noServer(host: string, index: number, keys: readonly string[]): FoundByCheck[] {
  return [
    {
      severity: "warning",
      path: ["spec", "hosts", index],
      message: `No server of ${keys.join(", ")} serves ${host}, so no request for it arrives`,
      remedy: "Add the host to a server of the Gateway, or choose another Gateway",
    },
  ];
}

/** Letter case counts, as Istio compares the hosts of both before Envoy sees them. */
function serves(gateway: GatewayObject, host: string, namespace: string): boolean {
  const wanted = host.includes(".") ? host : qualifiedHost(host, namespace);
  return (gateway.spec.servers ?? []).some(({ hosts }) =>
    hosts.some((listed) => {
      const scope = scopeOf(gateway, listed);
      const name = dnsPart(listed);
      return (scope === "*" || scope === namespace) && (hostsOverlap(name, wanted) || name === host);
    }),
  );
}
