import type { PendingOrder } from "@/lib/gateway/certificate/pending-order";
import type { CertificateInfo } from "@/lib/gateway/model";
import type { World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { CertificatePlan } from "./certificate-id";
import { timeOf } from "./limits";
import { at, namesInTurn, ordersFor, sortedOut, turnAt } from "./ordering-member";
import { texts } from "./texts";

/** Which host orders a certificate that several share, and for which names. */
export interface Turn {
  /** Null if none of them can serve it. */
  orderer: SecuredHost | null;
  names: string[];
  /** When this host orders if nobody has until then; null if it doesn't. */
  takesOverAt: Date | null;
}

/** What is known of the certificate. */
export interface Known {
  /** The stored one, which may have expired. */
  kept: CertificateInfo | null;
  /** The names that it still covers. */
  covered: readonly string[];
  dueAt: Date | null;
  order: PendingOrder | null;
  /** Since when the host has waited for it. */
  since: Date;
}

const dayInMs = 86_400_000;
/**
 * How long a host without a certificate waits until it may order one in another's place. Longer than name servers usually take, and
 * so long that several hosts in a row don't use up the failed validations that a CA accepts in an hour.
 */
const firstTurnInMs = 15 * 60_000;

/**
 * One host orders, so that there is one order. While one is under way, that is the host that began it, and each of the others for
 * a day after that, or for a shorter turn while no CA has taken it. The walk of the host whose turn it is may stop before its
 * certificate. Each of the others that have none yet then orders in its place, one after another; the vault begins only one order.
 */
export async function whoseTurn(
  plan: CertificatePlan,
  target: SecuredHost,
  known: Known,
  world: World,
): Promise<Turn> {
  if (!plan.isShared) return { orderer: target, names: [...plan.names], takesOverAt: null };
  const { kept, covered, dueAt, order } = known;
  const now = world.clock.now();
  const turn = kept && dueAt ? turnAt(now, dueAt, kept.notAfter) : 0;
  const first = ordersFor(plan, covered, world, turn);
  const names = namesInTurn(plan.names, covered, turn);
  if (turn > 0) return { orderer: first, names, takesOverAt: null };
  const { able, fresh } = sortedOut(plan.members, plan.holder, covered, world);
  const underWay = order && !order.collected ? order : null;
  const placed = able.findIndex((each) => keyOf(each) === underWay?.by);
  if (underWay && placed >= 0) {
    const sinceInMs = Math.max(0, now.getTime() - Date.parse(underWay.startedAt));
    const turns = Math.floor(sinceInMs / (underWay.url === null ? firstTurnInMs : dayInMs));
    // What is ordered comes first; a host that has joined since orders for all of them afterward.
    const isWanted = underWay.names.every((name) => plan.names.includes(name));
    const ordered = isWanted ? underWay.names : plan.names;
    return { orderer: at(able, placed + turns), names: [...ordered], takesOverAt: null };
  }
  const rank = fresh.findIndex((each) => keyOf(each) === keyOf(target));
  if (rank <= 0 || underWay) return { orderer: first, names, takesOverAt: null };
  const takesOverAt = new Date(known.since.getTime() + rank * firstTurnInMs);
  if (now < takesOverAt) return { orderer: first, names, takesOverAt };
  const own = without(plan, fresh.slice(0, rank));
  // The first one's order was refused: a second one would fail alike, and each counts.
  const { uses } = await world.ca.outlook(own, "new");
  const isRefused = uses.some(({ kind, used }) => kind === "failuresPerName" && used > 0);
  return isRefused
    ? { orderer: first, names, takesOverAt: null }
    : { orderer: target, names: own, takesOverAt: null };
}

/**
 * The names that can be validated without these hosts: those of a server that aren't validated with it keep the others from
 * nothing, and get another order once they can be. A wildcard and its apex are validated together.
 */
function without({ id, names }: CertificatePlan, hosts: readonly SecuredHost[]): string[] {
  if (id.startsWith("*.")) return [...names];
  return names.filter((name) => !hosts.some(({ host }) => host === name));
}

/** Woken as soon as the certificate is there. */
export function waitsFor(
  { orderer, takesOverAt }: Turn,
  { gateway }: SecuredHost,
  { id }: Pick<CertificatePlan, "id">,
) {
  if (!orderer)
    return { state: "blocked" as const, note: texts.nobodyOrders({ id }), remedy: texts.nobodyOrdersRemedy };
  const shown = { id, host: orderer.host, gateway: orderer.gateway.name };
  const note =
    orderer.gateway.namespace !== gateway.namespace
      ? texts.ordersElsewhere({ id })
      : takesOverAt
        ? `${texts.ordersTogether(shown)} ${texts.takesOver({ time: timeOf(takesOverAt) })}`
        : texts.ordersTogether(shown);
  return { state: "waiting" as const, note, retryInSeconds: 2 };
}
