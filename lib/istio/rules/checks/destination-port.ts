import { type Check, referenceTo } from "../finding";

/** A destination's port is one of the Service's, and is named where the Service has several. */
export const destinationPort: Check = {
  id: "destination-port",
  code: "LAM0109",
  title: "A destination's port that the Service does not have",
  run: ({ destinations, services }) =>
    destinations.flatMap(({ virtualService, host, port, path }) => {
      const ports = services.get(host)?.spec.ports?.map((entry) => entry.port);
      if (!ports || ports.length === 0) return [];
      if (port === undefined ? ports.length === 1 : ports.includes(port)) return [];
      return [
        {
          severity: "error" as const,
          object: referenceTo(virtualService),
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
