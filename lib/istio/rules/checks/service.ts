import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { meetSomewhere, systemNamespaces } from "@/lib/istio/rules/exports";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { NamespaceSummary, Workload } from "@/lib/istio/rules/mesh/snapshot";
import { texts } from "@/lib/istio/rules/texts";
import type { ServicePort } from "@/lib/model/object";

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
/** SMTP, DNS, MySQL and MongoDB count as TCP, because with them the server speaks first. */
const tcpPorts = new Set([25, 53, 3306, 27017]);

/**
 * Istio knows the protocol of a Service's port from `appProtocol`, or from the name up to the first hyphen; otherwise it
 * guesses from the first bytes. A TCP port of an ExternalName Service attracts other traffic, too. Source: Istio, IST0118 and
 * IST0150, `ConvertProtocol`.
 */
export const portNames: Check<"Service"> = {
  id: "port-names",
  code: "IST0118",
  title: texts.portProtocolUnknown,
  also: { IST0150: texts.externalTcpPort },
  of: "Service",
  run: ({ metadata, spec }) => {
    // Istio names the ports of the Services that it creates for Gateways of the Gateway API.
    const isMade = spec.selector?.["gateway.networking.k8s.io/gateway-name"] !== undefined;
    if (isMade || systemNamespaces.has(metadata.namespace ?? "")) return [];
    return (spec.ports ?? []).flatMap((port, index): FoundByCheck[] => {
      const path = ["spec", "ports", index, "name"];
      if (spec.type === "ExternalName")
        return isKnown(port) && port.name !== "tcp"
          ? []
          : [
              {
                code: "IST0150",
                severity: "warning",
                path,
                message: texts.externalNameTcp({
                  port: port.name
                    ? texts.namedPort({ port: port.port, name: port.name })
                    : texts.portNumber({ port: port.port }),
                }),
                remedy: texts.nameAfterProtocol,
              },
            ];
      return isKnown(port)
        ? []
        : [
            {
              severity: "info",
              path,
              message: texts.portNameUnclear({ port: port.port }),
              remedy: texts.nameWithProtocol,
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
 * A TCP connection doesn't say its host: without addresses, a proxy can only tell ServiceEntries apart by their ports. Istio
 * allocates addresses automatically if that is enabled, and writes them into the status. Source: Istio, IST0134.
 */
export const entryHasAddresses: Check<"ServiceEntry"> = {
  id: "entry-has-addresses",
  code: "IST0134",
  title: texts.entryWithoutAddresses,
  of: "ServiceEntry",
  run: ({ spec, status }) => {
    if (spec.addresses?.length || status?.addresses?.length) return [];
    return (spec.ports ?? []).flatMap(({ number, protocol = "" }, index) =>
      protocol === "" || protocol.toUpperCase() === "TCP"
        ? [
            {
              severity: "warning" as const,
              path: ["spec", "ports", index],
              message: texts.entryTakesAll({ port: number }),
              remedy: texts.setAddresses,
            },
          ]
        : [],
    );
  },
};

/** A host has one protocol on one port; both objects get the finding. Source: Istio, IST0177. */
export const entryProtocols: Check<"ServiceEntry"> = {
  id: "entry-protocols",
  code: "IST0177",
  title: texts.entryProtocols,
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
      return [
        {
          severity: "warning" as const,
          path: ["spec", "ports", index, "protocol"],
          message:
            other === entry
              ? texts.twoProtocolsInEntry({
                  port: number,
                  host,
                  protocol: protocol || "TCP",
                  otherProtocol: differing.protocol || "TCP",
                })
              : texts.twoProtocols({
                  port: number,
                  host,
                  protocol: protocol || "TCP",
                  otherProtocol: differing.protocol || "TCP",
                  entry: keyOf(other.metadata),
                }),
          remedy: texts.sameProtocol,
        },
      ];
    }),
};

/** The pods of a namespace with mesh routes have proxies, as sidecars or in ambient mode. */
export const namespaceInjection: Check<"Namespace"> = {
  id: "namespace-injection",
  code: "IST0102",
  title: texts.injectionMissing,
  of: "Namespace",
  run(namespace, mesh) {
    if (isInjected(namespace)) return [];
    const { name, labels } = namespace;
    const pods = mesh.selectWorkloads({}, name);
    if (!pods.some(wantsProxy)) return [];
    const routing = mesh.one("virtualServicesOnMesh", name);
    const isLeftOpen = labels["istio-injection"] === undefined;
    const asking = isLeftOpen ? undefined : pods.find(asksForProxy);
    if (!routing && !asking)
      return isLeftOpen && !systemNamespaces.has(name)
        ? [
            {
              severity: "info",
              path: ["metadata", "labels"],
              message: texts.injectionUndecided({ namespace: name }),
              remedy: texts.decideInjection,
            },
          ]
        : [];
    return [
      {
        severity: "warning",
        path: ["metadata", "labels"],
        message: routing
          ? texts.injectionForRoutes({ namespace: name, virtualService: routing.metadata.name })
          : texts.injectionAskedFor({ namespace: name, workload: asking?.name ?? "" }),
        remedy: texts.enableInjection,
      },
    ];
  },
};

function wantsProxy({ podLabels }: Workload): boolean {
  return podLabels["sidecar.istio.io/inject"] !== "false";
}

function asksForProxy({ podLabels }: Workload): boolean {
  return podLabels["sidecar.istio.io/inject"] === "true";
}

function isInjected({ labels }: NamespaceSummary): boolean {
  return (
    labels["istio-injection"] === "enabled" ||
    (labels["istio.io/rev"] !== undefined && labels["istio-injection"] !== "disabled") ||
    labels["istio.io/dataplane-mode"] === "ambient"
  );
}
