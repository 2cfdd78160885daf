import { type Check, referenceTo } from "../finding";
import { fullName } from "../mesh-index";

/** Requests go only where a Service or a Service Entry provides the host. */
export const destinationExists: Check = {
  id: "destination-exists",
  code: "IST0101",
  title: "A destination that no Service or Service Entry provides",
  run: ({ destinations, provides, servicesByName }) =>
    destinations.flatMap(({ virtualService, written, host, path }) => {
      if (provides(host)) return [];
      const [name = "", namespace] = written.split(".");
      const namesakes = servicesByName.get(name) ?? [];
      const meant = namesakes.find(({ metadata }) => metadata.namespace === namespace) ?? namesakes[0];
      return [
        {
          severity: "error" as const,
          object: referenceTo(virtualService),
          path: [...path, "host"],
          message: `Neither a Service nor a Service Entry provides ${host}; requests would get a 503`,
          remedy: meant
            ? `A Service of this name is in another namespace: write ${fullName(meant)}`
            : "Create the Service, or a Service Entry if it is outside the cluster",
        },
      ];
    }),
};
