import { ownershipOf } from "@/lib/gateway/ownership/host-owner";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { CertificatePlan } from "./certificate-id";

/**
 * Null if no server has asked for one certificate of all its hosts, with this one first. `changed` if the target asks for
 * that, but its Gateway has changed since the walk began.
 */
export async function planForServer(
  target: SecuredHost,
  id: string,
  holder: string,
  world: World,
): Promise<CertificatePlan | "changed" | null> {
  const claims = await world.cluster.claims(id);
  const firsts = claims.filter(
    ({ host, gateway, certificateScope, serverHosts }) =>
      host === id && gateway.namespace === holder && certificateScope === "server" && serverHosts?.[0] === id,
  );
  const asksWithOthers = target.certificateScope === "server" && (target.serverHosts?.length ?? 0) > 1;
  if (firsts.length === 0 && asksWithOthers && target.gateway.namespace === holder) return "changed";
  const wanted = new Map(
    firsts.flatMap((first) => (first.serverHosts ?? []).map((host) => [host, { ...first, host }] as const)),
  );
  const held = await Promise.all(
    [...wanted.values()].map(async (each) => {
      const { kind, owner } = await ownershipOf(each, world);
      return kind === "held" && owner.namespace === holder ? [each] : [];
    }),
  );
  const members = held.flat();
  if (members.length < 2) return null;
  return { id, names: members.map(({ host }) => host), holder, members, isShared: true };
}
