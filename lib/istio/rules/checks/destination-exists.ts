import { destinationsOf } from "../destinations";
import type { Check } from "../finding";
import { fullName } from "../indexes";

/** Requests go only where a Service or a Service Entry provides the host. */
export const destinationExists: Check<"VirtualService"> = {
  id: "destination-exists",
  code: "IST0101",
  title: "A destination that no Service or Service Entry provides",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap(({ written, host, path }) => {
      if (mesh.provides(host)) return [];
      const [name = "", namespace] = written.split(".");
      const namesakes = mesh.find("servicesByName", name);
      const meant = namesakes.find(({ metadata }) => metadata.namespace === namespace) ?? namesakes[0];
      return [
        {
          severity: "error",
          path: [...path, "host"],
          message: `Neither a Service nor a Service Entry provides ${host}; requests would get a 503`,
          remedy: meant
            ? `A Service of this name is in another namespace: write ${fullName(meant)}`
            : "Create the Service, or a Service Entry if it is outside the cluster",
        },
      ];
    }),
};
