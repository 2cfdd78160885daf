import { type Destination, destinationsOf } from "@/lib/istio/rules/destinations";
import { exportsOf, isExportedTo } from "@/lib/istio/rules/exports";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { fullName, gatewayKeys, keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import type { DestinationRuleObject, VirtualServiceObject } from "@/lib/model/istio-objects";

/** Requests go only to hosts that a Service or ServiceEntry provides and exports to whoever sends them. */
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

/** A destination's port is one of the Service's, and is given if the Service has several. */
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
          // Istio counts a missing port as a missing reference.
          ...(port === undefined ? {} : { code: "IST0101" }),
          severity: "error" as const,
          path: port === undefined ? [...path, "port"] : [...path, "port", "number"],
          message: port === undefined ? texts.portNotChosen({ host }) : texts.noSuchPort({ host, port }),
          remedy: texts.choosePort({ ports: ports.join(", ") }),
        },
      ];
    }),
};

/** Of the Service, otherwise of the ServiceEntries. */
function portsOf(mesh: Mesh, host: string): number[] {
  const service = mesh.one("services", host)?.spec.ports?.map(({ port }) => port) ?? [];
  if (service.length > 0) return service;
  const entries = mesh.find("serviceEntriesByHost", host);
  return [...new Set(entries.flatMap(({ spec }) => spec.ports?.map((port) => port.number) ?? []))];
}

/**
 * A route that delegates leads to a VirtualService without hosts that its namespace sees; otherwise Istio drops the route.
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

/** A DestinationRule for the host defines each subset that gets requests. */
export const subsetExists: Check<"VirtualService"> = {
  id: "subset-exists",
  code: "IST0101",
  title: texts.subsetMissing,
  of: "VirtualService",
  run: (virtualService, mesh) =>
    destinationsOf(virtualService).flatMap(({ host, subset, path }) => {
      if (subset === undefined) return [];
      const defined = mesh.rulesFor(host).flatMap(subsetsOf);
      if (defined.includes(subset)) return [];
      return [
        {
          severity: "error",
          path: [...path, "subset"],
          message: texts.subsetUndefined({ host, subset }),
          remedy:
            defined.length > 0
              ? texts.chooseSubset({ subsets: [...new Set(defined)].join(", ") })
              : texts.createSubset({ host }),
        },
      ];
    }),
};

export function subsetsOf({ spec }: DestinationRuleObject): string[] {
  return (spec.subsets ?? []).map(({ name }) => name);
}

/**
 * A DestinationRule applies to callers in its own namespace, to callers of a service in it, and from the root namespace to
 * everybody, as far as it is exported; the first of these with a rule for the host hides the others. Istio's analyzers don't
 * check this. Source: Istio, `PushContext.destinationRule`.
 */
export const ruleIsSeen: Check<"VirtualService"> = {
  id: "rule-is-seen",
  code: "LAM0120",
  title: texts.subsetHidden,
  of: "VirtualService",
  run(virtualService, mesh) {
    if (!virtualService.spec.hosts?.length) return [];
    const callers = callersOf(mesh, virtualService);
    return destinationsOf(virtualService).flatMap(({ host, subset, path }) => {
      if (subset === undefined) return [];
      const definition = mesh.rulesFor(host).find((rule) => subsetsOf(rule).includes(subset));
      if (!definition) return [];
      const [blind] = blindCallers(callers, (each) =>
        mesh.rulesSeenFrom(each, host).some((rule) => subsetsOf(rule).includes(subset)),
      );
      if (blind === undefined) return [];
      const instead = mesh.rulesSeenFrom(blind, host)[0];
      return [
        {
          severity: "error",
          path: [...path, "subset"],
          message: instead
            ? texts.otherRuleApplies({
                rule: keyOf(definition.metadata),
                subset,
                namespace: blind,
                otherRule: keyOf(instead.metadata),
              })
            : texts.ruleHidden({ rule: keyOf(definition.metadata), subset, namespace: blind }),
          remedy: instead ? texts.mergeRules : texts.moveRule,
        },
      ];
    });
  },
};

/** The namespaces of the proxies that follow a VirtualService: they have to see what it names. */
interface Callers {
  /** Of the ingress pods behind its Gateways, each of which serves all its hosts. */
  ingress: readonly string[];
  /** Of pods in the mesh, as far as they are known. */
  inMesh: readonly string[];
}

/** Nobody knows who uses a delegate (one without hosts), so it counts for its own namespace. */
export function callersOf(mesh: Mesh, virtualService: VirtualServiceObject): Callers {
  const own = virtualService.metadata.namespace ?? "";
  if (!virtualService.spec.hosts?.length) return { ingress: [], inMesh: [own] };
  const ingress = new Set<string>();
  const inMesh = new Set<string>();
  for (const key of gatewayKeys(virtualService)) {
    if (key === meshGateway) {
      for (const seenBy of exportsOf(virtualService)) inMesh.add(seenBy === "*" ? own : seenBy);
      continue;
    }
    const gateway = mesh.one("gateways", key);
    for (const namespace of gateway ? mesh.ingressOf(gateway).namespaces : [])
      if (isExportedTo(virtualService, namespace)) ingress.add(namespace);
  }
  return { ingress: [...ingress], inMesh: [...inMesh] };
}

/** The callers that can't see something: any ingress, and the mesh if nothing in it can. */
export function blindCallers({ ingress, inMesh }: Callers, sees: (namespace: string) => boolean): string[] {
  return [...ingress.filter((each) => !sees(each)), ...(inMesh.some(sees) ? [] : inMesh)];
}
