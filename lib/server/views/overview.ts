import { daysLeftSpans } from "@/lib/api/choices";
import { pendingCleanupStates } from "@/lib/api/cleanup-task";
import type { Overview } from "@/lib/api/overview";
import { type WalkState, worstFirst } from "@/lib/gateway/walk/report";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { istioView } from "@/lib/server/istio/istio-view";
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

/** The numbers of the first page. All come from memory, except those of events and cleanups. */
export async function overviewOf(cluster: ClusterRuntime, now = new Date()): Promise<Overview> {
  const { cache, installation, mesh } = cluster;
  const { store } = installation;
  const [events, openCleanups] = await Promise.all([
    store.events.countSince(new Date(now.getTime() - dayInMs)),
    store.tasks.count({ kind: cleanupKind, states: pendingCleanupStates }),
  ]);
  const clusters = cache.list("Namespace").filter(isVirtualCluster);
  const applications = (filter: Parameters<typeof applicationFilter>[1]) =>
    applicationsOf(cluster).filter(applicationFilter(cluster, filter)).length;
  return {
    virtualClusters: clusters.length,
    gateways: gatewayCounts(cluster),
    certificates: certificateCounts(heldCertificates(cluster), now),
    applications: {
      total: applications({ show: "managed" }),
      ready: applications({ show: "managed", state: "ready" }),
    },
    findings: { ...mesh.tally().severities },
    events,
    istio: istioHealth(cluster),
    openCleanups,
  };
}

function gatewayCounts({ cache, live }: ClusterRuntime): Overview["gateways"] {
  const states = Object.fromEntries(worstFirst.map((state) => [state, 0])) as Record<WalkState, number>;
  let unsecured = 0;
  const gateways = cache.list("Gateway");
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

function istioHealth(cluster: ClusterRuntime): Overview["istio"] {
  const { state, namespace, definitions, controlPlane, ingressGateways } = istioView(cluster);
  const worstPart = [namespace, definitions, controlPlane, ingressGateways].find(
    (part) => part.state === state,
  );
  const clusters = cluster.cache.list("Namespace").filter(isVirtualCluster);
  const injected = clusters.filter(({ metadata }) => isInjected(metadata.labels ?? {})).length;
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
    injected,
    notInjected: clusters.length - injected,
    version: controlPlane.version,
  };
}
