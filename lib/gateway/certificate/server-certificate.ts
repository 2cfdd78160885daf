import { ownershipOf } from "@/lib/gateway/ownership/host-owner";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { type CertificatePlan, certificateIdOf, covers } from "./certificate-id";

/**
 * Null if no server needs one certificate for all its hosts, with this one first: because it has asked for that, or because it
 * can't have the wildcard of their domain. `changed` if that is so, but its Gateway has changed since the walk began.
 */
export async function planForServer(
  target: SecuredHost,
  id: string,
  holder: string,
  world: World,
  scope: "server" | "zone" = "server",
): Promise<CertificatePlan | "changed" | null> {
  const claims = await world.cluster.claims(id);
  const firsts = claims.filter(
    ({ host, gateway, certificateScope, serverHosts, isForDomain }) =>
      host === id &&
      !isForDomain &&
      gateway.namespace === holder &&
      certificateScope === scope &&
      serverHosts?.[0] === id,
  );
  const asksWithOthers = target.certificateScope === scope && (target.serverHosts?.length ?? 0) > 1;
  if (firsts.length === 0 && asksWithOthers && target.gateway.namespace === holder) return "changed";
  const idOf = (each: SecuredHost) => certificateIdOf(each, world.registrableDomain);
  const wanted = new Map(
    firsts
      .flatMap((first) => (first.serverHosts ?? []).map((host) => ({ ...first, host })))
      .filter((each) => scope === "server" || idOf(each) === idOf(target))
      .map((each) => [each.host, each] as const),
  );
  if (scope === "zone" && !wanted.has(target.host)) return null;
  const kept = await world.vault.read(id);
  const certificate = kept.holder === holder ? kept.certificate : null;
  const held = await Promise.all(
    [...wanted.values()].map(async (each) => {
      const { kind, owner, isCertain } = await ownershipOf(each, world);
      const isHeld = kind === "held" && owner.namespace === holder;
      // In a doubt about its owner, whatever the certificate says stays: otherwise one without the host would replace it.
      return (isCertain || !certificate ? isHeld : covers(certificate.names, each.host)) ? [each] : [];
    }),
  );
  const members = held.flat();
  if (members.length < 2) return null;
  return { id, names: members.map(({ host }) => host), holder, members, isShared: true };
}
