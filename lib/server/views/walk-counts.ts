import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import { walkStateOf } from "@/lib/gateway/reporting";
import { needsAttention } from "@/lib/gateway/worst-walk-state";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { walksBasis } from "./walks-basis";

type Counts = VirtualCluster["securedHosts"];

/** The index gives the same array until a host comes or goes. */
const knownCounts = new WeakMap<
  readonly SecuredHost[],
  { basis: object; counts: ReadonlyMap<string, Counts> }
>();

/** The secured hosts of each virtual cluster that has any, by how they are; the same map until something changes. */
export function walkCounts(
  index: Pick<SecuredHostIndex, "all">,
  live: Pick<LiveWalks, "get" | "onChange">,
): ReadonlyMap<string, Counts> {
  const targets = index.all();
  const basis = walksBasis(live);
  const kept = knownCounts.get(targets);
  if (kept?.basis === basis) return kept.counts;
  const counts = new Map<string, Counts>();
  for (const target of targets) {
    const { namespace } = target.gateway;
    const count = counts.get(namespace) ?? { serving: 0, working: 0, attention: 0 };
    counts.set(namespace, count);
    const state = walkStateOf(live.get(keyOf(target))?.reports ?? []);
    if (state === "serving") count.serving += 1;
    else if (needsAttention(state)) count.attention += 1;
    else count.working += 1;
  }
  knownCounts.set(targets, { basis, counts });
  return counts;
}
