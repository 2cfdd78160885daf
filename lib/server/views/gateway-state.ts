import type { GatewayStateFilter } from "@/lib/api/gateway-states";
import { keyOf, type SecuredHostKey } from "@/lib/gateway/model";
import type { Report } from "@/lib/gateway/report";
import { type WalkState, walkStateOf } from "@/lib/gateway/reporting";
import { needsAttention, worstWalkState } from "@/lib/gateway/worst-walk-state";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import type { LiveWalks } from "@/lib/server/walks/live-walks";

const unknown: readonly Report[] = [];
/** Gateways in the cache are frozen and reports replaced: what is made of them is kept as long as they are. */
const knownStates = new WeakMap<readonly Report[], WalkState>();
const knownHosts = new WeakMap<GatewayObject, readonly { key: SecuredHostKey; host: string }[]>();

/** Keys and names of the secured hosts that the Gateway names. */
export function hostsOf(gateway: GatewayObject): readonly { key: SecuredHostKey; host: string }[] {
  const kept = knownHosts.get(gateway);
  if (kept) return kept;
  const hosts = securedHostsOf(gateway).map((target) => ({ key: keyOf(target), host: target.host }));
  knownHosts.set(gateway, hosts);
  return hosts;
}

/** The reports of each secured host, none for one that no walk has come to. */
export function reportsOf(gateway: GatewayObject, live: Pick<LiveWalks, "get">): (readonly Report[])[] {
  return hostsOf(gateway).map(({ key }) => live.get(key)?.reports ?? unknown);
}

/** The state of the worst secured host; null for a gateway without any. Counts, filters and orders ask here. */
export function gatewayState(gateway: GatewayObject, live: Pick<LiveWalks, "get">): WalkState | null {
  return worstWalkState(reportsOf(gateway, live).map(stateOf));
}

/** Whether a gateway in this state (see `gatewayState`) is among those that the filter asks for. */
export function isInState(state: WalkState | null, filter: GatewayStateFilter): boolean {
  if (filter === "unsecured") return state === null;
  if (filter === "attention") return state !== null && needsAttention(state);
  return state === filter;
}

function stateOf(reports: readonly Report[]): WalkState {
  const kept = knownStates.get(reports);
  if (kept) return kept;
  const state = walkStateOf(reports);
  knownStates.set(reports, state);
  return state;
}
