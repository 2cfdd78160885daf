import type { DestinationRuleObject } from "../destination-rule/object";
import { hostCovers } from "../fields/host";
import { qualifiedHost } from "../fields/service-host";
import { hasSpec } from "../fields/with-spec";
import type { GatewayObject } from "../gateway/object";
import type { ServiceObject } from "../service/object";
import { meshGateway } from "../virtual-service/form";
import type { VirtualServiceObject } from "../virtual-service/object";
import { type Destination, destinationsOf } from "./destinations";
import type { MeshSnapshot, NamespaceSummary, SecretSummary, Workload } from "./snapshot";
import { push, type SelectWorkloads, selects, workloadIndex } from "./workload-index";

/** The snapshot with everything that checks look up, built once so that each check is linear. */
export interface MeshIndex {
  snapshot: MeshSnapshot;
  namespaces: Map<string, NamespaceSummary>;
  /** By `namespace/name`. */
  gateways: Map<string, GatewayObject>;
  gatewaysByName: Map<string, GatewayObject[]>;
  secrets: Map<string, SecretSummary>;
  secretsByName: Map<string, SecretSummary[]>;
  /** By full name, `name.namespace.svc.cluster.local`. */
  services: Map<string, ServiceObject>;
  servicesByName: Map<string, ServiceObject[]>;
  destinationRules: Map<string, DestinationRuleObject[]>;
  destinations: Destination[];
  /** Virtual Services bound to a gateway's `namespace/name`, or to `mesh`. */
  bound: Map<string, VirtualServiceObject[]>;
  selectWorkloads: SelectWorkloads;
  /** Services that lead to the workloads that a Gateway selects. */
  ingressServices(gateway: GatewayObject): ServiceObject[];
  ingressWorkloads(gateway: GatewayObject): Workload[];
  /** Whether a Service or a Service Entry provides the full name. */
  provides(host: string): boolean;
  rulesFor(host: string): DestinationRuleObject[];
}

export function indexMesh(given: MeshSnapshot): MeshIndex {
  const snapshot = withoutEmptyObjects(given);
  const selectWorkloads = workloadIndex(snapshot.workloads);
  const services = new Map(snapshot.services.map((service) => [fullName(service), service]));
  const servicesByNamespace = groupBy(snapshot.services, ({ metadata }) => metadata.namespace ?? "");
  const entryHosts = snapshot.serviceEntries.flatMap(({ spec, metadata }) =>
    spec.hosts.map((host) => qualifiedHost(host, metadata.namespace ?? "")),
  );
  const exactEntryHosts = new Set(entryHosts);
  const wildcardEntryHosts = entryHosts.filter((host) => host.startsWith("*"));
  const destinationRules = groupBy(snapshot.destinationRules, ({ spec, metadata }) =>
    qualifiedHost(spec.host, metadata.namespace ?? ""),
  );
  const wildcardRules = [...destinationRules].filter(([host]) => host.startsWith("*"));
  const ingress = new Map<string, ServiceObject[]>();

  const ingressWorkloads = ({ spec }: GatewayObject) => selectWorkloads(spec.selector);
  return {
    snapshot,
    namespaces: new Map(snapshot.namespaces.map((namespace) => [namespace.name, namespace])),
    gateways: new Map(snapshot.gateways.map((gateway) => [keyOf(gateway.metadata), gateway])),
    gatewaysByName: groupBy(snapshot.gateways, ({ metadata }) => metadata.name),
    secrets: new Map(snapshot.secrets.map((secret) => [keyOf(secret), secret])),
    secretsByName: groupBy(snapshot.secrets, ({ name }) => name),
    services,
    servicesByName: groupBy(snapshot.services, ({ metadata }) => metadata.name),
    destinationRules,
    destinations: snapshot.virtualServices.flatMap(destinationsOf),
    bound: boundVirtualServices(snapshot.virtualServices),
    selectWorkloads,
    ingressWorkloads,
    ingressServices(gateway) {
      const key = JSON.stringify(gateway.spec.selector ?? {});
      const known = ingress.get(key);
      if (known) return known;
      const found = new Set<ServiceObject>();
      for (const { namespace, podLabels } of ingressWorkloads(gateway))
        for (const service of servicesByNamespace.get(namespace) ?? [])
          if (leadsTo(service, podLabels)) found.add(service);
      const answer = [...found];
      ingress.set(key, answer);
      return answer;
    },
    provides(host) {
      if (services.has(host) || exactEntryHosts.has(host)) return true;
      return wildcardEntryHosts.some((wildcard) => hostCovers(wildcard, host));
    },
    rulesFor(host) {
      const wildcards = wildcardRules
        .filter(([rule]) => hostCovers(rule, host))
        .flatMap(([, rules]) => rules);
      return [...(destinationRules.get(host) ?? []), ...wildcards];
    },
  };
}

/** An object without a spec says nothing, and must not stop what is said of the others. */
function withoutEmptyObjects(snapshot: MeshSnapshot): MeshSnapshot {
  return {
    ...snapshot,
    gateways: snapshot.gateways.filter(hasSpec),
    virtualServices: snapshot.virtualServices.filter(hasSpec),
    destinationRules: snapshot.destinationRules.filter(hasSpec),
    serviceEntries: snapshot.serviceEntries.filter(hasSpec),
    services: snapshot.services.filter(hasSpec),
  };
}

/** The names of the gateways of a Virtual Service, each as `namespace/name` or `mesh`. */
export function gatewayKeys({ spec, metadata }: VirtualServiceObject): string[] {
  if (!spec.gateways?.length) return [meshGateway];
  return spec.gateways.map((name) =>
    name === meshGateway || name.includes("/") ? name : `${metadata.namespace}/${name}`,
  );
}

export function keyOf({ namespace, name }: { namespace?: string; name: string }): string {
  return `${namespace ?? ""}/${name}`;
}

export function fullName({ metadata }: ServiceObject): string {
  return qualifiedHost(metadata.name, metadata.namespace ?? "");
}

function leadsTo({ spec }: ServiceObject, labels: Record<string, string>): boolean {
  return (
    spec.selector !== undefined && Object.keys(spec.selector).length > 0 && selects(spec.selector, labels)
  );
}

function boundVirtualServices(virtualServices: VirtualServiceObject[]): Map<string, VirtualServiceObject[]> {
  const bound = new Map<string, VirtualServiceObject[]>();
  for (const virtualService of virtualServices)
    for (const key of gatewayKeys(virtualService)) push(bound, key, virtualService);
  return bound;
}

function groupBy<T>(list: readonly T[], key: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of list) push(groups, key(entry), entry);
  return groups;
}
