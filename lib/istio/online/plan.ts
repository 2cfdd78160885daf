import { type DestinationRuleForm, formFromDestinationRule } from "@/lib/istio/destination-rule/form";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { formFromVirtualService } from "@/lib/istio/virtual-service/convert";
import type { DestinationRuleObject, GatewayObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import type { ServiceObject } from "@/lib/model/object";
import {
  divisionOf,
  freeName,
  type OnlineWish,
  selectorOf,
  serviceFor,
  servingGateway,
  usesGateway,
} from "./existing";
import { texts } from "./texts";

/** What the namespace already has. */
export interface Existing {
  Service: readonly ServiceObject[];
  DestinationRule: readonly DestinationRuleObject[];
  Gateway: readonly GatewayObject[];
  VirtualService: readonly VirtualServiceObject[];
}

export type OnlineKind = keyof Existing;

export interface PlannedObject {
  kind: OnlineKind;
  name: string;
  /** The existing object; null for a new one. */
  current: Existing[OnlineKind][number] | null;
  /** The form to save; null if nothing has to change. */
  form: unknown;
}

export type OnlinePlan = { objects: PlannedObject[] } | { problems: FieldProblem[] };

/**
 * The objects between a host and the pods of an application, in the order in which they are written: Service,
 * DestinationRule, Gateway, VirtualService. Uses existing ones that fit: a Service that selects exactly these pods, on the
 * port; a rule for that Service, to which missing subsets are added; a Gateway that serves the host with a certificate; a
 * VirtualService that only shares the host's requests. Problems are at fields of the page: `app`, `host`, `versions`.
 */
export function planOnline(wish: OnlineWish, existing: Existing): OnlinePlan {
  const service = planService(wish, existing);
  if ("problems" in service) return service;
  const subsets = planSubsets(wish, service.name, existing);
  if ("problems" in subsets) return subsets;
  const gateway = planGateway(wish, existing);
  const weights = wish.versions.map(({ deployment, share }) => ({
    destination: service.name,
    port: service.port,
    subset: subsets.nameOf.get(deployment),
    weight: share,
  }));
  const virtualService = planVirtualService(wish, gateway.name, weights, existing);
  if ("problems" in virtualService) return virtualService;
  return { objects: [service.object, ...subsets.objects, gateway, virtualService] };
}

const bare = { labels: {}, metadata: {} };

function problem(field: "app" | "host" | "versions", message: string): { problems: FieldProblem[] } {
  return { problems: [{ path: [field], message }] };
}

function planService(wish: OnlineWish, existing: Existing) {
  const found = serviceFor(wish, existing.Service);
  if (found) {
    const { service, port } = found;
    const { name } = service.metadata;
    return { name, port, object: { kind: "Service", name, current: service, form: null } as PlannedObject };
  }
  const selector = selectorOf(wish.allVersions.map(({ podLabels }) => podLabels));
  if (!selector) return problem("app", texts.noCommonLabel({ app: wish.app }));
  const name = freeName(wish.app, existing.Service);
  const { port } = wish;
  // Istio derives the protocol from the port's name.
  const ports = [{ port, targetPort: port, protocol: "TCP", name: "http" }];
  const form = { ...bare, name, selector, ports };
  return { name, port, object: { kind: "Service", name, current: null, form } as PlannedObject };
}

interface PlannedSubsets {
  objects: PlannedObject[];
  /** The subset of each version, by its Deployment; empty if the only version has no label that tells it apart. */
  nameOf: ReadonlyMap<string, string>;
}

/** A subset for each version that gets requests. An application's only version doesn't need one, but the next one will. */
function planSubsets(
  { namespace, versions, allVersions }: OnlineWish,
  service: string,
  existing: Existing,
): PlannedSubsets | { problems: FieldProblem[] } {
  const divided = versions.map((version) => ({ version, labels: divisionOf(version, allVersions) }));
  const undivided = divided.find(({ labels }) => labels === null)?.version;
  if (undivided && allVersions.length > 1)
    return problem("versions", texts.noVersionLabel({ deployment: undivided.deployment }));
  if (undivided) return { objects: [], nameOf: new Map() };
  const ofService = [service, `${service}.${namespace}`, `${service}.${namespace}.svc.cluster.local`];
  const rule = existing.DestinationRule.find(
    ({ spec }) => ofService.includes(spec?.host) && !spec.workloadSelector,
  );
  const form: DestinationRuleForm = rule
    ? formFromDestinationRule(rule)
    : { ...bare, name: freeName(service, existing.DestinationRule), service, subsets: [] };
  const subsets = [...form.subsets];
  const nameOf = new Map<string, string>();
  for (const { version, labels } of divided) {
    const picked = subsets.find(
      (subset) =>
        Object.keys(subset.labels).length > 0 &&
        selects(subset.labels, version.podLabels) &&
        allVersions.every(
          (other) => other.deployment === version.deployment || !selects(subset.labels, other.podLabels),
        ),
    );
    const wanted = String(Object.values(labels ?? {})[0]);
    const name =
      picked?.name ??
      freeName(
        wanted,
        subsets.map((subset) => ({ metadata: subset })),
      );
    if (!picked) subsets.push({ name, labels: { ...labels } });
    nameOf.set(version.deployment, name);
  }
  const isAsItStands = rule !== undefined && subsets.length === form.subsets.length;
  const object: PlannedObject = {
    kind: "DestinationRule",
    name: form.name,
    current: rule ?? null,
    form: isAsItStands ? null : { ...form, subsets },
  };
  return { objects: [object], nameOf };
}

function planGateway({ namespace, app, host }: OnlineWish, existing: Existing): PlannedObject {
  const gateway = servingGateway(host, namespace, existing.Gateway);
  if (gateway) return { kind: "Gateway", name: gateway.metadata.name, current: gateway, form: null };
  const name = freeName(app, existing.Gateway);
  const server = { securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" };
  const form: GatewayFormInput = { ...bare, name, servers: [server] };
  return { kind: "Gateway", name, current: null, form };
}

interface Weight {
  destination: string;
  port: number;
  subset: string | undefined;
  weight: number;
}

function planVirtualService(
  { namespace, app, host }: OnlineWish,
  gateway: string,
  weights: readonly Weight[],
  existing: Existing,
): PlannedObject | { problems: FieldProblem[] } {
  const kind = "VirtualService";
  const routing = existing.VirtualService.find(
    (each) =>
      each.spec?.hosts?.some((each) => each.toLowerCase() === host) && usesGateway(each, gateway, namespace),
  );
  const route = { protocol: "http", condition: "", weights };
  if (!routing) {
    const name = freeName(app, existing.VirtualService);
    const form = { ...bare, name, hosts: [host], gateways: [gateway], routes: [route] };
    return { kind, name, current: null, form };
  }
  const form = formFromVirtualService(routing);
  const [only, ...others] = form.routes;
  const isPlain =
    form.hosts.length === 1 &&
    only?.protocol === "http" &&
    others.length === 0 &&
    [only.condition, only.redirect, only.directResponse, only.delegate].every((part) => !part);
  const { name } = routing.metadata;
  if (!only || !isPlain) return problem("host", texts.hostRouted({ name, host }));
  return { kind, name, current: routing, form: { ...form, routes: [{ ...only, weights }] } };
}
