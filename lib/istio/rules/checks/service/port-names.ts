import type { ServicePort } from "../../../service/object";
import { systemNamespaces } from "../../exports";
import type { Check, FoundByCheck } from "../../finding";

const known = new Set(
  [
    "tcp",
    "udp",
    "grpc",
    "grpc-web",
    "http",
    "http_proxy",
    "http2",
    "https",
    "tls",
    "mongo",
    "redis",
    "mysql",
  ].concat(["kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss"]),
);
/** SMTP, DNS, MySQL and MongoDB are taken for TCP, as there the server speaks first. */
const tcpPorts = new Set([25, 53, 3306, 27017]);

/**
 * Istio knows the protocol of a Service's port from `appProtocol`, or from the name up to the first hyphen; else it guesses
 * from the first bytes. Of an ExternalName Service a TCP port takes traffic that is not meant for it. Source: Istio, IST0118
 * and IST0150, `ConvertProtocol`.
 */
export const portNames: Check<"Service"> = {
  id: "port-names",
  code: "IST0118",
  title: "A Service's port whose protocol Istio has to guess",
  also: { IST0150: "An ExternalName Service with a port for TCP" },
  of: "Service",
  run: ({ metadata, spec }) => {
    // Services that Istio makes of Gateways of the Gateway API are named by it.
    const isMade = spec.selector?.["gateway.networking.k8s.io/gateway-name"] !== undefined;
    if (isMade || systemNamespaces.has(metadata.namespace ?? "")) return [];
    return (spec.ports ?? []).flatMap((port, index): FoundByCheck[] => {
      const path = ["spec", "ports", index, "name"];
      const name = port.name ? `Port ${port.port} (${port.name})` : `Port ${port.port}`;
      if (spec.type === "ExternalName")
        return isKnown(port) && port.name !== "tcp"
          ? []
          : [
              {
                code: "IST0150",
                severity: "warning",
                path,
                message: `${name} of this ExternalName Service counts as TCP, so it may take traffic of other hosts`,
                remedy: "Name the port after its protocol, such as http or https",
              },
            ];
      return isKnown(port)
        ? []
        : [
            {
              severity: "info",
              path,
              message: `The name of port ${port.port} tells no protocol, so Istio guesses it from the first bytes`,
              remedy: "Name it protocol-suffix, such as http-web, or set appProtocol",
            },
          ];
    });
  },
};

function isKnown({ port, name = "", protocol, appProtocol }: ServicePort): boolean {
  if (protocol === "UDP") return true;
  const written = (appProtocol ?? name).toLowerCase();
  const prefix = written.startsWith("grpc-web") ? "grpc-web" : (written.split("-")[0] ?? "");
  return known.has(written) || known.has(prefix) || tcpPorts.has(port);
}
