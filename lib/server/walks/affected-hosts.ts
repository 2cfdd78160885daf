import { isBefore, type PodSet, podSetOf } from "@/lib/kubernetes/gateways/ingresses";
import { certificateScopeOf, securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject, ServiceObject } from "@/lib/kubernetes/objects/kinds";
import { hostAnnotation } from "@/lib/kubernetes/ownership";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { familyOf, overlap } from "@/lib/model/hosts";
import { metadataSecret } from "@/lib/model/metadata-keys";
import {
  goneRecordHosts,
  isRecordsOnly,
  noRecordHostChange,
  type RecordHostChange,
} from "@/lib/model/record-hosts";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { askingFor, claimsOf } from "./claims";
import type { SecuredHostIndex } from "./secured-host-index";

/** What a change in the cluster means for walks. */
interface Affected {
  /** Hosts to visit again immediately. */
  wake: string[];
  /** Hosts that no Gateway asks for any more. */
  gone: SecuredHost[];
}

const nothing: Affected = { wake: [], gone: [] };

/**
 * Pure except for the index and the pods, which are already up to date after the change. `vaultNamespace` is
 * Lamia's own; `hosts` are those of the changed Gateways.
 */
export function affectedHosts(
  change: ClusterChange,
  index: SecuredHostIndex,
  vaultNamespace: string,
  podSetsIn: (namespace: string) => readonly PodSet[],
  hosts: RecordHostChange = noRecordHostChange,
): Affected {
  switch (change.kind) {
    case "Gateway":
      return ofGateway(change, index, hosts);
    case "Namespace":
      return ofNamespace(change, index, vaultNamespace, hosts);
    case "Service":
      return { wake: ofService(change, index, podSetsIn), gone: [] };
    case "Deployment":
    case "DaemonSet":
    case "StatefulSet":
      return { wake: ofWorkload(change, index), gone: [] };
    case "Secret": {
      const { namespace = "", name, annotations } = change.object.metadata;
      if (name === metadataSecret && namespace === vaultNamespace)
        return { wake: [...index.hosts()], gone: [] };
      if (name === metadataSecret) return { wake: hostsIn(namespace, index), gone: [] };
      const host = annotations?.[hostAnnotation];
      if (host !== undefined && namespace === vaultNamespace) {
        const sharing = index.sharing(host).map((each) => each.host);
        const isNew = change.object.data?.["tls.crt"] !== change.previous?.data?.["tls.crt"];
        if (sharing.length > 0 && (isNew || change.type === "deleted"))
          return { wake: unique([...index.targetsOf(host).map((each) => each.host), ...sharing]), gone: [] };
      }
      // Our own writes arrive here, too; only a loss is news.
      if (host === undefined || change.type !== "deleted") return nothing;
      return namespace === vaultNamespace || index.targetsOf(host).length > 0
        ? { wake: [host], gone: [] }
        : nothing;
    }
    default:
      return nothing;
  }
}

function ofGateway(
  change: Extract<ClusterChange, { kind: "Gateway" }>,
  index: SecuredHostIndex,
  hosts: RecordHostChange,
): Affected {
  const secured = (gateway: GatewayObject | null) => (gateway ? securedHostsOf(gateway) : []);
  const before = [...secured(change.previous), ...hosts.before.filter(isRecordsOnly)];
  const after = [
    ...secured(change.type === "deleted" ? null : change.object),
    ...hosts.after.filter(isRecordsOnly),
  ];
  const known = new Map(before.map((target) => [keyOf(target), JSON.stringify(target)]));
  const changed = after.filter((target) => known.get(keyOf(target)) !== JSON.stringify(target));
  const gone = before.filter((target) => !index.has(keyOf(target)));
  const woken = changed.filter((target) => index.has(keyOf(target))).map(({ host }) => host);
  // Another Gateway may have waited for the name, or now has to give it up. The wildcard that covers the name is decided together
  // with it.
  const asked = unique([...gone, ...changed].map(({ host }) => host));
  const related = asked.flatMap((host) =>
    claimsOf(index, host).flatMap((claim) =>
      !claim.isForDomain && overlap(claim.host, host) ? [claim.host] : [],
    ),
  );
  const isSharing = [change.previous, change.object].some((each) => certificateScopeOf(each) === "zone");
  const others = othersUnder(asked, change.object.metadata.namespace, isSharing, index);
  return { wake: unique([...woken, ...related, ...others]), gone };
}

function ofNamespace(
  change: Extract<ClusterChange, { kind: "Namespace" }>,
  index: SecuredHostIndex,
  vaultNamespace: string,
  hosts: RecordHostChange,
): Affected {
  const { name, annotations } = change.object.metadata;
  const wasManaged = change.previous !== null && isVirtualCluster(change.previous);
  const isManaged = change.type !== "deleted" && isVirtualCluster(change.object);
  const sameSettings = JSON.stringify(annotations) === JSON.stringify(change.previous?.metadata.annotations);
  if (isManaged === wasManaged && sameSettings) return nothing;
  // Its metadata are the installation's, which any virtual cluster may use.
  if (name === vaultNamespace) return { wake: [...index.hosts()], gone: [] };
  const own = hostsIn(name, index);
  const isSharing = [change.previous, change.object].some((each) => certificateScopeOf(each) === "zone");
  const others = othersUnder(own, name, isSharing, index);
  // Released, not deleted: everything that was created for it stays as it is.
  return {
    wake: unique([...(isManaged ? own : []), ...others]),
    gone: isManaged ? goneRecordHosts(hosts) : [],
  };
}

/** A thousand gateways that come one after another must not wake each other. */
const few = 20;

/**
 * The names of other virtual clusters that share a wildcard with these hosts, or that it covers: who has it depends on everybody
 * who asks for it. Within the virtual cluster, only what the page shows about sharing depends on that, so a few are told.
 */
function othersUnder(
  hosts: readonly string[],
  namespace: string | undefined,
  isSharing: boolean,
  index: SecuredHostIndex,
): string[] {
  return unique(hosts.flatMap((host) => [`*.${familyOf(host)}`, `*.${host}`]))
    .filter((wildcard) => isSharing || askingFor(index, wildcard).length > 0)
    .flatMap((wildcard) => {
      const sharing = askingFor(index, wildcard);
      const claims = [...claimsOf(index, wildcard), ...index.targetsOf(wildcard.slice(2))];
      const others = claims.filter((each) => !each.isForDomain && each.gateway.namespace !== namespace);
      return [...others, ...(sharing.length <= few ? sharing : [])].map(({ host }) => host);
    });
}

/** The hosts whose Gateway picks the workload's pods, before or after the change. */
function ofWorkload(
  change: Extract<ClusterChange, { kind: "Deployment" | "DaemonSet" | "StatefulSet" }>,
  index: SecuredHostIndex,
): string[] {
  const before = change.previous && podSetOf(change.previous);
  const after = change.type === "deleted" ? null : podSetOf(change.object);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return unique([before, after].flatMap((pods) => (pods ? index.hostsSelecting(pods.labels) : [])));
}

/** The hosts whose Gateway picks pods that the Service leads to, or led to. */
function ofService(
  change: Extract<ClusterChange, { kind: "Service" }>,
  index: SecuredHostIndex,
  podSetsIn: (namespace: string) => readonly PodSet[],
): string[] {
  const states = [change.previous, change.type === "deleted" ? null : change.object];
  const [before, after] = states.map((service) => service && JSON.stringify(asIngress(service)));
  if (before === after) return [];
  const concerned = podSetsIn(change.object.metadata.namespace ?? "").filter((pods) =>
    states.some((service) => service !== null && isBefore(service, pods)),
  );
  return unique(concerned.flatMap(({ labels }) => index.hostsSelecting(labels)));
}

/** What an ingress depends on: a load balancer's address, the selector and the ports. */
function asIngress({ spec, status }: ServiceObject): unknown[] {
  return [spec?.type, spec?.selector, spec?.ports, spec?.externalIPs, status?.loadBalancer];
}

function hostsIn(namespace: string, index: SecuredHostIndex): string[] {
  return unique(
    index
      .all()
      .filter(({ gateway }) => gateway.namespace === namespace)
      .map(({ host }) => host),
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
