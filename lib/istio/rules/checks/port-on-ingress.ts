import { type Check, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";

/**
 * A Gateway's ports are among those of the Service before its ingress, by the port or by the target port, as
 * Istio takes either. Source: Istio, IST0162.
 */
export const portOnIngress: Check = {
  id: "port-on-ingress",
  code: "IST0162",
  title: "A Gateway's port that the ingress Service does not have",
  run: ({ snapshot, ingressServices }) =>
    snapshot.gateways.flatMap((gateway) => {
      const services = ingressServices(gateway);
      if (services.length === 0) return [];
      const ports = services.flatMap(({ spec }) => spec.ports ?? []);
      const names = services.map(({ metadata }) => keyOf(metadata)).join(", ");
      const open = new Set(ports.flatMap(({ port, targetPort }) => [port, targetPort]));
      return (gateway.spec.servers ?? []).flatMap(({ port }, index) =>
        open.has(port.number)
          ? []
          : [
              {
                severity: "error" as const,
                object: referenceTo(gateway),
                path: ["spec", "servers", index, "port", "number"],
                message: `No Service before the ingress has port ${port.number}, so it cannot be reached`,
                remedy:
                  `Add port ${port.number} to Service ${names}, ` +
                  `or use one of ${[...new Set(ports.map((entry) => entry.port))].join(", ")}`,
              },
            ],
      );
    }),
};
