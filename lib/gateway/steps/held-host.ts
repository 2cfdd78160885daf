import type { Claim } from "@/lib/gateway/ownership/host-owner";
import { withdrawFromLosers } from "@/lib/gateway/ownership/withdrawal";
import { type GatewayName, type SecuredHost, shareAnnotation } from "@/lib/model/secured-hosts";
import { ownershipOf } from "../ownership-of";
import type { World } from "../world";

interface Refusal {
  note: string;
  remedy: string;
}

/**
 * Whose the host and its certificate are: a Gateway of the same virtual cluster, or one that shares them. A refusal when
 * another virtual cluster holds the host; what was published for this Gateway all the same is taken back.
 */
export async function heldHost(
  target: SecuredHost,
  world: World,
): Promise<{ owner: GatewayName } | { refusal: Refusal }> {
  const decision = await ownershipOf(target, world);
  if (decision.kind === "held") return { owner: decision.owner };
  const doubt = decision.isCertain ? await withdrawFromLosers(target.host, world) : null;
  const refusal = heldByAnother(target, decision.owner);
  return { refusal: doubt === null ? refusal : { ...refusal, note: `${refusal.note} ${doubt}` } };
}

/** Says nothing of the other virtual cluster but that there is one. */
function heldByAnother({ host, gateway }: SecuredHost, holder: Pick<Claim, "host">): Refusal {
  const what =
    holder.host === host
      ? `${host} belongs to a Gateway in another virtual cluster.`
      : host.startsWith("*.")
        ? `${host} covers a name that belongs to a Gateway in another virtual cluster.`
        : `A Gateway in another virtual cluster holds ${holder.host}, which covers ${host}.`;
  return {
    note: `${what} Nothing is ordered, written, or published for this Gateway.`,
    remedy: `Use another name, or ask the owner to share it: on the owner's Gateway, set the annotation ${shareAnnotation} to "${gateway.namespace}/${gateway.name}".`,
  };
}
