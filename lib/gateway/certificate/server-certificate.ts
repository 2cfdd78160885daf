import { ownershipOf } from "@/lib/gateway/ownership/host-owner";
import type { World } from "@/lib/gateway/world";
import type { CertificatePlan } from "./certificate-id";

/** Null if no server has asked for one certificate of all its hosts, with this one first. */
export async function planForServer(
  id: string,
  holder: string,
  world: World,
): Promise<CertificatePlan | null> {
  const claims = await world.cluster.claims(id);
  const firsts = claims.filter(
    ({ host, gateway, certificateScope, serverHosts }) =>
      host === id && gateway.namespace === holder && certificateScope === "server" && serverHosts?.[0] === id,
  );
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
