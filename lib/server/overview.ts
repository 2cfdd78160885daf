import type { walkStates } from "@/lib/api/gateway";
import type { Overview } from "@/lib/api/overview";
import { keyOf } from "@/lib/gateway/model";
import { walkStateOf } from "@/lib/gateway/reporting";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { applicationState, applicationsOf } from "./applications";
import { type HeldCertificate, heldCertificates } from "./held-certificates";
import { isInjected, istioView } from "./istio/istio-view";
import { notifyTaskKind } from "./notify/notify-task";
import type { Runtime } from "./runtime";
import { stateOf } from "./views/deployment-view";
import { certificateView } from "./views/secured-host-view";

type WalkState = (typeof walkStates)[number];

const dayInMs = 86_400_000;
/** Ends of the buckets, in days; what ends later stands in the last one. */
const bucketsInDays = [0, 7, 14, 30, 60, 90];
const mostNext = 10;
const byUrgency: readonly WalkState[] = ["failed", "blocked", "new", "working", "waiting", "serving"];

/** The numbers of the first page, all from memory but for those of events and cleanup. */
export async function overviewOf(runtime: Runtime, now = new Date()): Promise<Overview> {
  const { cache, store, mesh } = runtime;
  const [events, cleanups] = await Promise.all([
    store.events.countSince(new Date(now.getTime() - dayInMs)),
    store.cleanupTasks.open(),
  ]);
  const clusters = cache.list("Namespace").filter(isVirtualCluster);
  const applications = clusters.flatMap(({ metadata }) => applicationsOf(runtime, metadata.name));
  const ready = applications.filter(
    ({ deployments }) => applicationState(deployments.map(stateOf)) === "ready",
  );
  return {
    virtualClusters: clusters.length,
    gateways: gatewayCounts(runtime),
    certificates: certificateCounts(heldCertificates(runtime), now),
    applications: { total: applications.length, ready: ready.length },
    findings: { ...mesh.tally().severities },
    events,
    istio: istioHealth(runtime),
    openCleanups: cleanups.filter(({ kind }) => kind !== notifyTaskKind).length,
  };
}

function gatewayCounts({ cache, live }: Runtime): Overview["gateways"] {
  const states: Record<WalkState, number> = {
    new: 0,
    working: 0,
    waiting: 0,
    blocked: 0,
    failed: 0,
    serving: 0,
  };
  let unsecured = 0;
  const gateways = cache.list("Gateway");
  for (const gateway of gateways) {
    const walks = securedHostsOf(gateway).map((target) =>
      walkStateOf(live.get(keyOf(target))?.reports ?? []),
    );
    const state = byUrgency.find((each) => walks.includes(each));
    if (state === undefined) unsecured += 1;
    else states[state] += 1;
  }
  return { total: gateways.length, unsecured, states };
}

function certificateCounts(held: readonly HeldCertificate[], now: Date): Overview["certificates"] {
  const sorted = held.toSorted((one, other) => (one.fact.notAfter < other.fact.notAfter ? -1 : 1));
  const daysLeft = sorted.map(({ fact }) => (Date.parse(fact.notAfter) - now.getTime()) / dayInMs);
  const buckets = [...bucketsInDays, null].map((days, index) => {
    const after = index === 0 ? Number.NEGATIVE_INFINITY : (bucketsInDays[index - 1] ?? 0);
    const within = daysLeft.filter((left) => left > after && (days === null || left <= days));
    return { days, count: within.length };
  });
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

function istioHealth(runtime: Runtime): Overview["istio"] {
  const { state, namespace, definitions, controlPlane, ingressGateways } = istioView(runtime);
  const worstPart = [namespace, definitions, controlPlane, ingressGateways].find(
    (part) => part.state === state,
  );
  const clusters = runtime.cache.list("Namespace").filter(isVirtualCluster);
  const injected = clusters.filter(isInjected).length;
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
