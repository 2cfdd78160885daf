import { daysLeftSpans } from "@/lib/api/choices";
import { pendingCleanupStates } from "@/lib/api/cleanup-task";
import type { Overview } from "@/lib/api/overview";
import { type WalkState, worstFirst } from "@/lib/gateway/walk/report";
import { tallyOf } from "@/lib/istio/rules/finding";
import type { NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { namespaceOfObject, type Sees, visibleTo } from "@/lib/server/access/permissions";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { istioView } from "@/lib/server/istio/istio-view";
import { placeOf } from "@/lib/server/mesh/findings";
import { cleanupKind } from "@/lib/store/cleanups";
import { applicationFilter, applicationsOf } from "./applications";
import { gatewayState } from "./gateway-view";
import {
  certificateView,
  daysLeftOf,
  type HeldCertificate,
  heldCertificates,
  isInSpan,
} from "./secured-hosts";
import { isInjected } from "./virtual-cluster-view";

const dayInMs = 86_400_000;
const mostNext = 10;

/** Who asks: what they see, and as the database filters by it; null for everything. */
export interface Reader {
  sees: Sees;
  within: readonly string[] | null;
}

/** The numbers of the first page, of what the reader sees. All come from memory, except those of events and cleanups. */
export async function overviewOf(
  cluster: ClusterRuntime,
  { sees, within }: Reader,
  now = new Date(),
): Promise<Overview> {
  const { cache, installation, mesh } = cluster;
  const { store } = installation;
  const [events, openCleanups] = await Promise.all([
    store.events.countSince(new Date(now.getTime() - dayInMs), within),
    store.tasks.count({ kind: cleanupKind, states: pendingCleanupStates, within }),
  ]);
  const namespaces = visibleTo(sees, cache.list("Namespace"), ({ metadata }) => metadata.name);
  const clusters = namespaces.filter(isVirtualCluster);
  const shown = visibleTo(sees, applicationsOf(cluster), ({ namespace }) => namespace);
  const applications = (filter: Parameters<typeof applicationFilter>[1]) =>
    shown.filter(applicationFilter(cluster, filter)).length;
  const held = visibleTo(sees, heldCertificates(cluster), ({ target }) => target.gateway.namespace);
  const findings = sees(null) ? mesh.tally() : tallyOf(visibleTo(sees, mesh.findings(), placeOf));
  return {
    virtualClusters: clusters.length,
    gateways: gatewayCounts(cluster, sees),
    certificates: certificateCounts(held, now),
    applications: {
      total: applications({ show: "managed" }),
      ready: applications({ show: "managed", state: "ready" }),
    },
    findings: { ...findings.severities },
    events,
    sidecars: sidecarsOf(clusters),
    istio: sees(null) ? istioHealth(cluster) : null,
    openCleanups,
  };
}

function gatewayCounts({ cache, live }: ClusterRuntime, sees: Sees): Overview["gateways"] {
  const states = Object.fromEntries(worstFirst.map((state) => [state, 0])) as Record<WalkState, number>;
  let unsecured = 0;
  const gateways = visibleTo(sees, cache.list("Gateway"), namespaceOfObject);
  for (const gateway of gateways) {
    const state = gatewayState(gateway, live);
    if (state === null) unsecured += 1;
    else states[state] += 1;
  }
  return { total: gateways.length, unsecured, states };
}

function certificateCounts(held: readonly HeldCertificate[], now: Date): Overview["certificates"] {
  const sorted = held.toSorted((one, other) => (one.fact.notAfter < other.fact.notAfter ? -1 : 1));
  const daysLeft = held.map((certificate) => daysLeftOf(certificate, now));
  const buckets = daysLeftSpans.map((span) => ({
    days: span.within,
    count: daysLeft.filter((days) => isInSpan(days, span)).length,
  }));
  const next = sorted.slice(0, mostNext).map(({ target, fact }) => {
    const { issuer, notBefore, notAfter, renewAt, renewalProblem } = certificateView(fact);
    const { namespace: virtualCluster, name: gateway } = target.gateway;
    return {
      host: target.host,
      virtualCluster,
      gateway,
      issuer,
      notBefore,
      notAfter,
      renewAt,
      renewalProblem,
    };
  });
  return { total: held.length, buckets, next };
}

function sidecarsOf(clusters: readonly NamespaceObject[]): Overview["sidecars"] {
  const injected = clusters.filter(({ metadata }) => isInjected(metadata.labels ?? {})).length;
  return { injected, notInjected: clusters.length - injected };
}

function istioHealth(cluster: ClusterRuntime): Overview["istio"] {
  const { state, namespace, definitions, controlPlane, ingressGateways } = istioView(cluster);
  const worstPart = [namespace, definitions, controlPlane, ingressGateways].find(
    (part) => part.state === state,
  );
  return {
    state,
    note: state === "ok" ? controlPlane.note : (worstPart?.note ?? ""),
    controlPlane: controlPlane.state,
    definitions: definitions.state,
    ingressGateways: ingressGateways.items.map(({ namespace: within, name, address, state: health }) => ({
      namespace: within,
      name,
      address,
      state: health,
    })),
    version: controlPlane.version,
  };
}
