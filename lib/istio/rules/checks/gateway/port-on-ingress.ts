import type { Check } from "../../finding";
import { keyOf } from "../../indexes";

/**
 * A Gateway's ports are among those of the Service before its ingress, by the port or by the target port, as
 * Istio takes either. Source: Istio, IST0162.
 */
export const portOnIngress: Check<"Gateway"> = {
  id: "port-on-ingress",
  code: "IST0162",
  title: "A Gateway's port that the ingress Service does not have",
  of: "Gateway",
  run(gateway, mesh) {
    const { services } = mesh.ingressOf(gateway);
    if (services.length === 0) return [];
    const ports = services.flatMap(({ spec }) => spec.ports ?? []);
    const open = new Set(ports.flatMap(({ port, targetPort }) => [port, targetPort]));
    return (gateway.spec.servers ?? []).flatMap(({ port }, index) => {
      if (open.has(port.number)) return [];
      const names = services.map(({ metadata }) => keyOf(metadata)).join(", ");
      return [
        {
          severity: "error",
          path: ["spec", "servers", index, "port", "number"],
          message: `No Service before the ingress has port ${port.number}, so it cannot be reached`,
          remedy:
            `Add port ${port.number} to Service ${names}, ` +
            `or use one of ${[...new Set(ports.map((entry) => entry.port))].join(", ")}`,
        },
      ];
    });
  },
};
