import { dnsPart, hostsOverlap } from "../../fields/host";
import { qualifiedHost } from "../../fields/service-host";
import type { GatewayObject } from "../../gateway/object";
import { meshGateway } from "../../virtual-service/form";
import type { Check } from "../finding";
import { gatewayKeys } from "../indexes";

/** The hosts of a Virtual Service are among those that its gateways serve, for its namespace. */
export const hostInGateway: Check<"VirtualService"> = {
  id: "host-in-gateway",
  code: "IST0132",
  title: "A host that no server of its Gateway serves",
  of: "VirtualService",
  run(virtualService, mesh) {
    const namespace = virtualService.metadata.namespace ?? "";
    const keys = gatewayKeys(virtualService);
    const named = keys.map((key) => mesh.one("gateways", key)).filter((gateway) => gateway !== undefined);
    if (named.length === 0) return [];
    const hosts = virtualService.spec.hosts ?? [];
    const missing = hosts.map((host) => !named.some((gateway) => serves(gateway, host, namespace)));
    if (keys.includes(meshGateway) && missing.includes(false)) return [];
    return hosts.flatMap((host, index) =>
      missing[index]
        ? [
            {
              severity: "warning",
              path: ["spec", "hosts", index],
              message: `No server of ${keys.join(", ")} serves ${host}, so no request for it arrives`,
              remedy: "Add the host to a server of the Gateway, or choose another Gateway",
            },
          ]
        : [],
    );
  },
};

function serves(gateway: GatewayObject, host: string, namespace: string): boolean {
  const wanted = host.includes(".") ? host : qualifiedHost(host, namespace);
  return (gateway.spec.servers ?? []).some(({ hosts }) =>
    hosts.some((listed) => {
      const name = dnsPart(listed);
      return opensTo(listed, gateway.metadata.namespace ?? "", namespace) && hostsOverlap(name, wanted);
    }),
  );
}

/** Whether the part before the slash lets Virtual Services of the namespace in. */
function opensTo(host: string, own: string, namespace: string): boolean {
  const slash = host.indexOf("/");
  const scope = slash === -1 ? "*" : host.slice(0, slash);
  return scope === "*" || scope === namespace || (scope === "." && own === namespace);
}
