import { credentialsOf } from "@/lib/istio/gateway/secured-servers";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import {
  type BrokenDestination,
  type HostRoutes,
  hostCovers,
  hostsOverlap,
  sameName,
} from "@/lib/model/hosts";
import type { GatewayObject, Route, VirtualServiceObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import type { GatewayName, SecuredHost } from "@/lib/model/secured-hosts";
import { listenerRejected } from "./checks/gateway/ports";
import { type Destination, destinationsOf } from "./destinations";
import { gatewayKeys, keyOf, pairOf } from "./mesh/indexes";
import type { Mesh } from "./mesh/mesh";
import type { Workload } from "./mesh/snapshot";
import { texts } from "./texts";

interface Asked {
  gateway: GatewayName;
  /** A name, or `*.` and a name. */
  host: string;
  virtualServices: readonly VirtualServiceObject[];
  /** How many pods the workload should have, and how many are ready; null if that isn't known. */
  podsOf(workload: Workload): { wanted: number; ready: number } | null;
}

/** What the mesh's objects say about requests for the host at the Gateway. Used when an answer wasn't good. */
export function hostRoutes(mesh: Mesh, { gateway, host, virtualServices, podsOf }: Asked): HostRoutes {
  const key = keyOf(gateway);
  const concerned = virtualServices.filter((each) => hostsOf(each).some((pattern) => meets(pattern, host)));
  const bound = mostSpecific(
    concerned.filter((each) => gatewayKeys(each).includes(key)),
    host,
  );
  const delegates = bound.flatMap((each) => delegatesOf(mesh, each));
  const destinations = [...bound, ...delegates].flatMap(destinationsOf);
  return {
    bound: bound.map(({ metadata }) => keyOf(metadata)),
    takesEveryPath: bound.some(({ spec }) => (spec.http ?? []).some(takesEveryPath)),
    names: namesBelow(host, bound),
    elsewhere: concerned
      .map((each) => ({ name: keyOf(each.metadata), gateways: gatewayKeys(each) }))
      .filter(({ gateways }) => !gateways.includes(key)),
    broken: destinations.flatMap((destination) => brokenOf(mesh, destination, podsOf) ?? []),
  };
}

/** Hosts of Secured Hosts for which the VirtualService has routes, at any Gateway. */
export function isRoutedBy({ spec }: VirtualServiceObject, host: string): boolean {
  return (spec?.hosts ?? []).some((pattern) => meets(sameName(pattern), host));
}

function hostsOf({ spec }: VirtualServiceObject): string[] {
  return (spec.hosts ?? []).map(sameName);
}

function meets(pattern: string, host: string): boolean {
  return host.startsWith("*") ? hostsOverlap(pattern, host) : hostCovers(pattern, host);
}

/** Envoy uses only the routes of the narrowest host (Istio: virtual hosts, longest match); a wildcard can match several. */
function mostSpecific(bound: VirtualServiceObject[], host: string): VirtualServiceObject[] {
  if (host.startsWith("*")) return bound;
  const lengthOf = (each: VirtualServiceObject) =>
    Math.max(...hostsOf(each).flatMap((pattern) => (meets(pattern, host) ? [narrowness(pattern)] : [])));
  const longest = Math.max(...bound.map(lengthOf));
  return bound.filter((each) => lengthOf(each) === longest);
}

function narrowness(pattern: string): number {
  return pattern.startsWith("*") ? pattern.length - 1 : 1000 + pattern.length;
}

function delegatesOf(mesh: Mesh, { spec, metadata }: VirtualServiceObject): VirtualServiceObject[] {
  return (spec.http ?? []).flatMap(({ delegate }) => {
    if (!delegate?.name) return [];
    const namespace = delegate.namespace || metadata.namespace || "";
    return mesh.one("virtualServices", keyOf({ namespace, name: delegate.name })) ?? [];
  });
}

/** One label instead of the asterisk, as in a certificate. */
function namesBelow(host: string, bound: readonly VirtualServiceObject[]): string[] {
  if (!host.startsWith("*.")) return [];
  const suffix = host.slice(1);
  const isBelow = (name: string) =>
    name.endsWith(suffix) && !name.startsWith("*") && !name.slice(0, -suffix.length).includes(".");
  return [...new Set(bound.flatMap(hostsOf).filter(isBelow))].sort();
}

function takesEveryPath({ match }: Route): boolean {
  if (!match?.length) return true;
  return match.some((each) => {
    const { uri, ...rest } = each as { uri?: { prefix?: string } };
    const others = Object.keys(rest).filter((name) => name !== "name" && name !== "gateways");
    return others.length === 0 && (uri === undefined || uri.prefix === "/");
  });
}

function brokenOf(
  mesh: Mesh,
  { host, subset, port }: Destination,
  podsOf: Asked["podsOf"],
): BrokenDestination | null {
  const destination = subset === undefined ? host : texts.subsetOf({ host, subset });
  const broken = (why: string, remedy: string | null) => ({ why, remedy });
  const service = mesh.one("services", host);
  if (!service)
    return mesh.provides(host)
      ? null
      : broken(texts.noServiceOfName({ host }), texts.correctDestination({ host }));
  const name = keyOf(service.metadata);
  const ports = (service.spec.ports ?? []).map((each) => each.port);
  if (port !== undefined && !ports.includes(port))
    return broken(
      ports.length > 0
        ? texts.serviceWithoutPort({ service: name, port, ports: ports.join(", ") })
        : texts.serviceWithoutPorts({ service: name }),
      texts.addServicePort({ port, service: name }),
    );
  const division =
    subset === undefined
      ? null
      : mesh
          .rulesFor(host)
          .flatMap(({ spec }) => spec.subsets ?? [])
          .find((each) => each.name === subset);
  if (subset !== undefined && division === undefined)
    return broken(texts.noRuleForSubset({ subset, host }), texts.addSubset({ subset, host }));
  const selector = service.spec.selector ?? {};
  // Labels say nothing about endpoints that somebody else writes.
  if (Object.keys(selector).length === 0) return null;
  const labels = { ...selector, ...division?.labels };
  const workloads = mesh.selectWorkloads(labels, service.metadata.namespace ?? "");
  const written = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(", ");
  if (workloads.length === 0)
    return broken(
      texts.noDeployment({ destination, labels: written }),
      subset !== undefined
        ? texts.correctLabelsOfSubset({ subset })
        : texts.correctSelector({ service: name }),
    );
  const pods = workloads.map(podsOf);
  if (pods.some((each) => each === null || each.ready > 0)) return null;
  const names = workloads.map((workload) => workload.name).join(", ");
  if (pods.every((each) => each?.wanted === 0))
    return broken(
      texts.scaledToZero({ destination, deployments: names }),
      texts.scaleUp({ deployments: names }),
    );
  return broken(texts.noPodReady({ deployments: names }), null);
}

/** Whether requests that arrive through a gateway may reach the host. */
export function leadsTo(virtualService: VirtualServiceObject, host: string): boolean {
  const isOfGateway = gatewayKeys(virtualService).some((gateway) => gateway !== meshGateway);
  return (
    isOfGateway && destinationsOf(virtualService).some((destination) => hostCovers(host, destination.host))
  );
}

/**
 * How other Gateways on the same ingress keep this host from being served, one sentence each, the worst one first. Envoy
 * rejects a whole listener for one duplicate name, and a whole answer with several certificates for one that it can't use.
 */
export function brokenNeighboursOf(mesh: Mesh, { gateway, port }: SecuredHost): string[] {
  const own = mesh.one("gateways", keyOf(gateway));
  if (!own) return [];
  const beside = gatewaysOnIngressOf(mesh, own);
  const rejected = beside.flatMap((each) =>
    listenerRejected
      .run(each, mesh)
      .filter(({ path }) => each.spec.servers?.[Number(path[2])]?.port.number === port)
      .map(({ message }) => texts.ofGateway({ gateway: keyOf(each.metadata), message })),
  );
  const unusable = beside.flatMap((each) => unusableSecretsOf(mesh, each));
  return [...new Set([...rejected.slice(0, 1), ...unusable])];
}

function gatewaysOnIngressOf(mesh: Mesh, own: GatewayObject): GatewayObject[] {
  const found = new Set<GatewayObject>();
  for (const { podLabels } of mesh.ingressOf(own).workloads)
    for (const pair of ["", ...Object.entries(podLabels).map(pairOf)])
      for (const each of mesh.find("gatewaysBySelector", pair))
        if (selects(each.spec.selector ?? {}, podLabels)) found.add(each);
  return [...found];
}

const unusable = new Map([
  ["mismatched", texts.neighbourMismatched],
  ["unusable", texts.neighbourUnreadable],
]);

function unusableSecretsOf(mesh: Mesh, gateway: GatewayObject): string[] {
  const { namespaces } = mesh.ingressOf(gateway);
  return (gateway.spec.servers ?? []).flatMap(credentialsOf).flatMap(({ name }) =>
    namespaces.flatMap((namespace) => {
      const secret = keyOf({ namespace, name });
      const text = unusable.get(mesh.one("secrets", secret)?.state ?? "");
      return text ? [text({ secret, gateway: keyOf(gateway.metadata) })] : [];
    }),
  );
}
