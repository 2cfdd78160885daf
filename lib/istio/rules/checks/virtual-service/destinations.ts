import { blindCallers, callersOf } from "@/lib/istio/rules/callers";
import { type Destination, destinationsOf } from "@/lib/istio/rules/destinations";
import { isExportedTo } from "@/lib/istio/rules/exports";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { fullName, keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import type { VirtualServiceObject } from "@/lib/istio/virtual-service/object";

/** Requests go only where a Service or a Service Entry provides the host, and is exported to whoever sends them. */
export const destinationExists: Check<"VirtualService"> = {
  id: "destination-exists",
  code: "IST0101",
  title: texts.destinationMissing,
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
    message: texts.destinationUnprovided({ host }),
    remedy: meant ? texts.serviceElsewhere({ host: fullName(meant) }) : texts.createService,
  };
}

function hidden(mesh: Mesh, host: string, blind: string): Pick<FoundByCheck, "message" | "remedy"> {
  return {
    message: texts.destinationHidden({ host, namespace: blind }),
    remedy: mesh.one("services", host)
      ? texts.exportService({ namespace: blind })
      : texts.exportEntry({ namespace: blind }),
  };
}

/** A destination's port is one of the Service's, and is named where the Service has several. */
export const destinationPort: Check<"VirtualService"> = {
  id: "destination-port",
  code: "IST0112",
  title: texts.destinationPortUnclear,
  also: { IST0101: texts.missingReference },
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
          message: port === undefined ? texts.portNotChosen({ host }) : texts.noSuchPort({ host, port }),
          remedy: texts.choosePort({ ports: ports.join(", ") }),
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

/**
 * A route that delegates leads to a Virtual Service without hosts that its namespace sees; else Istio drops the route.
 * Source: Istio, Virtual Service reference, `Delegate`.
 */
export const delegateExists: Check<"VirtualService"> = {
  id: "delegate-exists",
  code: "LAM0116",
  title: texts.delegateUnusable,
  of: "VirtualService",
  run: ({ metadata: { namespace: own = "" }, spec }, mesh) =>
    (spec.http ?? []).flatMap(({ delegate }, index) => {
      if (!delegate?.name) return [];
      const key = keyOf({ namespace: delegate.namespace || own, name: delegate.name });
      const problem = problemWith(key, mesh.one("virtualServices", key), own);
      return problem
        ? [{ severity: "error" as const, path: ["spec", "http", index, "delegate"], ...problem }]
        : [];
    }),
};

function problemWith(key: string, delegate: VirtualServiceObject | undefined, namespace: string) {
  if (!delegate)
    return {
      message: texts.delegateMissing({ name: key }),
      remedy: texts.createDelegate,
    };
  if (delegate.spec.hosts?.length)
    return {
      message: texts.delegateWithHosts({ name: key }),
      remedy: texts.clearDelegate,
    };
  if (!isExportedTo(delegate, namespace))
    return {
      message: texts.delegateHidden({ name: key, namespace }),
      remedy: texts.exportDelegate({ namespace }),
    };
  return null;
}
