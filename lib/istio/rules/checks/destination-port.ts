import { destinationsOf } from "../destinations";
import type { Check } from "../finding";

/** A destination's port is one of the Service's, and is named where the Service has several. */
export const destinationPort: Check<"VirtualService"> = {
  id: "destination-port",
  code: "LAM0109",
  title: "A destination's port that the Service does not have",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap(({ host, port, path }) => {
      const ports = mesh.one("services", host)?.spec.ports?.map((entry) => entry.port);
      if (!ports || ports.length === 0) return [];
      if (port === undefined ? ports.length === 1 : ports.includes(port)) return [];
      return [
        {
          // Istio's analyzers know the one case only (VirtualServiceDestinationPortSelectorRequired).
          ...(port === undefined ? { code: "IST0112" } : {}),
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
