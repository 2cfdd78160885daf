import { destinationsOf } from "../../destinations";
import type { Check } from "../../finding";
import type { Mesh } from "../../mesh";

/** A destination's port is one of the Service's, and is named where the Service has several. */
export const destinationPort: Check<"VirtualService"> = {
  id: "destination-port",
  code: "IST0112",
  title: "A destination whose port is not clear",
  also: { IST0101: "A reference to something that is not there" },
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap(({ host, port, path }) => {
      const ports = portsOf(mesh, host);
      if (ports.length === 0) return [];
      if (port === undefined ? ports.length === 1 : ports.includes(port)) return [];
      return [
        {
          // Istio counts a port that is not there among the missing references.
          ...(port === undefined ? {} : { code: "IST0101" }),
          severity: "error" as const,
          path: port === undefined ? [...path, "port"] : [...path, "port", "number"],
          message:
            port === undefined
              ? `${host} has several ports, and none is chosen`
              : `${host} does not serve port ${port}`,
          remedy: `Choose one of its ports: ${ports.join(", ")}`,
        },
      ];
    }),
};

/** Of the Service, else of the Service Entries. */
function portsOf(mesh: Mesh, host: string): number[] {
  const service = mesh.one("services", host)?.spec.ports?.map(({ port }) => port) ?? [];
  if (service.length > 0) return service;
  const entries = mesh.find("serviceEntriesByHost", host);
  return [...new Set(entries.flatMap(({ spec }) => spec.ports?.map((port) => port.number) ?? []))];
}
