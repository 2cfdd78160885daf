import { blindCallers, callersOf } from "../../callers";
import { type Destination, destinationsOf } from "../../destinations";
import type { Check, FoundByCheck } from "../../finding";
import { fullName } from "../../indexes";
import type { Mesh } from "../../mesh";

/** Requests go only where a Service or a Service Entry provides the host, and is exported to whoever sends them. */
export const destinationExists: Check<"VirtualService"> = {
  id: "destination-exists",
  code: "IST0101",
  title: "A destination that no Service or Service Entry provides",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap((destination) => {
      const { host, path } = destination;
      const found = { severity: "error" as const, path: [...path, "host"] };
      if (!mesh.provides(host)) return [{ ...found, ...absent(mesh, destination) }];
      const [blind] = blindCallers(callersOf(mesh, virtualService), (each) => mesh.provides(host, each));
      return blind === undefined ? [] : [{ ...found, ...hidden(mesh, host, blind) }];
    }),
};

function absent(mesh: Mesh, { written, host }: Destination): Pick<FoundByCheck, "message" | "remedy"> {
  const [name = "", namespace] = written.split(".");
  const namesakes = mesh.find("servicesByName", name);
  const meant = namesakes.find(({ metadata }) => metadata.namespace === namespace) ?? namesakes[0];
  return {
    message: `Neither a Service nor a Service Entry provides ${host}; requests would get a 503`,
    remedy: meant
      ? `A Service of this name is in another namespace: write ${fullName(meant)}`
      : "Create the Service, or a Service Entry if it is outside the cluster",
  };
}

function hidden(mesh: Mesh, host: string, blind: string): Pick<FoundByCheck, "message" | "remedy"> {
  return {
    message: `${host} is not exported to ${blind}, where requests come from; they would get a 503`,
    remedy: mesh.one("services", host)
      ? `Add ${blind} to the annotation networking.istio.io/exportTo of the Service`
      : `Add ${blind} to exportTo of the Service Entry`,
  };
}
