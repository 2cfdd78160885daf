import { isDeepStrictEqual } from "node:util";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { isRoutedBy, leadsTo } from "@/lib/istio/rules/host-routes";
import type { DeploymentObject, ServiceObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { sameName } from "@/lib/model/hosts";
import type { VirtualServiceObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import { isRecordsOnly } from "@/lib/model/record-hosts";
import type { SecuredHostIndex } from "./secured-host-index";

type Index = Pick<SecuredHostIndex, "hosts" | "targetsOf">;
type Cache = Pick<ClusterCache, "list">;

/**
 * Hosts whose response a change may affect: a VirtualService with a route for them, or the target of such a route.
 * A change that affects no route and no ready pod wakes no host.
 */
export function routedHosts(change: ClusterChange, index: Index, cache: Cache): string[] {
  switch (change.kind) {
    case "VirtualService": {
      const { object, previous } = change;
      if (change.type !== "deleted" && previous && isDeepStrictEqual(object.spec, previous.spec)) return [];
      return hostsOf([object, ...(previous ? [previous] : [])] as VirtualServiceObject[], index);
    }
    case "DestinationRule":
    case "ServiceEntry": {
      const { object, previous } = change;
      if (change.type !== "deleted" && previous && isDeepStrictEqual(object.spec, previous.spec)) return [];
      const names = [object, ...(previous ? [previous] : [])].flatMap(({ spec, metadata }) =>
        namesIn(spec).map((host) => qualifiedHost(host, metadata.namespace ?? "")),
      );
      return hostsBehind(names, index, cache);
    }
    case "Service": {
      const { object, previous } = change;
      if (change.type !== "deleted" && previous && isDeepStrictEqual(object.spec, previous.spec)) return [];
      return hostsBehind([fullName(object)], index, cache);
    }
    case "Deployment": {
      const before = change.previous && readyPods(change.previous);
      const after = change.type === "deleted" ? null : readyPods(change.object);
      if (before === after) return [];
      const labels = [change.object, change.previous].flatMap((each) => (each ? [podLabels(each)] : []));
      const services = cache
        .list("Service", change.object.metadata.namespace ?? "")
        .filter(({ spec }) => labels.some((each) => isSelectedBy(spec?.selector, each)));
      return hostsBehind(services.map(fullName), index, cache);
    }
    default:
      return [];
  }
}

function hostsOf(virtualServices: readonly VirtualServiceObject[], index: Index): string[] {
  // Whatever answers for a host that gets only records is right.
  const isRequested = (host: string) => index.targetsOf(host).some((target) => !isRecordsOnly(target));
  const patterns = virtualServices.flatMap(({ spec }) => spec?.hosts ?? []).map(sameName);
  if (!patterns.some((pattern) => pattern.startsWith("*")))
    return [...new Set(patterns.flatMap(namesFor))].filter(isRequested);
  return index
    .hosts()
    .filter((host) => virtualServices.some((each) => isRoutedBy(each, host)) && isRequested(host));
}

/** The Secured Hosts that a name can belong to: itself, and the wildcards above it. */
function namesFor(name: string): string[] {
  const labels = name.split(".");
  return [name, ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`)];
}

function hostsBehind(names: readonly string[], index: Index, cache: Cache): string[] {
  if (names.length === 0 || index.hosts().length === 0) return [];
  const virtualServices = cache.list("VirtualService") as readonly VirtualServiceObject[];
  return hostsOf(
    virtualServices.filter((each) => names.some((name) => leadsTo(each, name))),
    index,
  );
}

function namesIn(spec: { host?: string; hosts?: string[] } | undefined): string[] {
  return [...(spec?.host === undefined ? [] : [spec.host]), ...(spec?.hosts ?? [])];
}

function fullName({ metadata }: ServiceObject): string {
  return qualifiedHost(metadata.name, metadata.namespace ?? "");
}

/** The labels of ready pods; null if none is ready. Their number doesn't change any response. */
function readyPods(deployment: DeploymentObject): string | null {
  return (deployment.status?.readyReplicas ?? 0) > 0 ? JSON.stringify(podLabels(deployment)) : null;
}

function podLabels({ spec }: DeploymentObject): Record<string, string> {
  return spec?.template?.metadata?.labels ?? {};
}

function isSelectedBy(selector: Record<string, string> | undefined, labels: Record<string, string>): boolean {
  return selector !== undefined && Object.keys(selector).length > 0 && selects(selector, labels);
}
