import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { meetSomewhere, systemNamespaces } from "@/lib/istio/rules/exports";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { ServicePort } from "@/lib/istio/service/object";

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

/**
 * A TCP connection shows no host: without addresses a proxy tells Service Entries apart by their ports alone. Istio gives
 * addresses by itself where that is switched on, and writes them into the status. Source: Istio, IST0134.
 */
export const entryHasAddresses: Check<"ServiceEntry"> = {
  id: "entry-has-addresses",
  code: "IST0134",
  title: "A Service Entry for TCP without addresses",
  of: "ServiceEntry",
  run: ({ spec, status }) => {
    if (spec.addresses?.length || status?.addresses?.length) return [];
    return (spec.ports ?? []).flatMap(({ number, protocol = "" }, index) =>
      protocol === "" || protocol.toUpperCase() === "TCP"
        ? [
            {
              severity: "warning" as const,
              path: ["spec", "ports", index],
              message: `Without addresses, connections to port ${number} of any host may be taken for this TCP entry`,
              remedy: "Set addresses, or a protocol that names the host, such as TLS or HTTP",
            },
          ]
        : [],
    );
  },
};

/** A host speaks one protocol on one port, and both ends hear of it. Source: Istio, IST0177. */
export const entryProtocols: Check<"ServiceEntry"> = {
  id: "entry-protocols",
  code: "IST0177",
  title: "Two protocols for one port of a host",
  of: "ServiceEntry",
  run: (entry, mesh) =>
    (entry.spec.ports ?? []).flatMap(({ number, protocol = "" }, index) => {
      const rival = (entry.spec.hosts ?? []).flatMap((host) =>
        mesh
          .find("serviceEntriesByPort", `${qualifiedHost(host, entry.metadata.namespace ?? "")} ${number}`)
          .filter((other) => meetSomewhere(other, entry))
          .flatMap((other) => {
            const differing = other.spec.ports?.find(
              (port) =>
                port.number === number && (port.protocol ?? "").toUpperCase() !== protocol.toUpperCase(),
            );
            return differing ? [{ other, host, differing }] : [];
          }),
      )[0];
      if (!rival) return [];
      const { other, host, differing } = rival;
      const who = other === entry ? "another port of this entry" : `Service Entry ${keyOf(other.metadata)}`;
      return [
        {
          severity: "warning" as const,
          path: ["spec", "ports", index, "protocol"],
          message: `${host} speaks ${protocol || "TCP"} on port ${number} here and ${differing.protocol || "TCP"} in ${who}; Istio takes one of them`,
          remedy: "Write the same protocol in both, or keep the port in one of them",
        },
      ];
    }),
};
