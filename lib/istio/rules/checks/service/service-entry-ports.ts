import { qualifiedHost } from "../../../fields/service-host";
import { meetSomewhere } from "../../exports";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";

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
