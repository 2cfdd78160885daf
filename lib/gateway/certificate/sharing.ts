import { decisionAmong } from "@/lib/gateway/ownership/host-owner";
import { secretNameOf } from "@/lib/gateway/ownership/withdrawal";
import type { World } from "@/lib/gateway/world";
import { certificateShareKey, type SecuredHost } from "@/lib/model/secured-hosts";
import { type CertificatePlan, certificateIdOf, type Refused } from "./certificate-id";
import { asksFor, domainMembers } from "./domain-members";
import { planForServer } from "./server-certificate";
import { texts } from "./texts";

/**
 * Whose certificate the host uses, and for which names. `owner` is the virtual cluster that owns the host. A host that can't have
 * the wildcard that it asks for has a certificate of its own, or one with the other hosts of its server, and `refused` says why.
 * While it `awaits` something, nothing may be ordered for it.
 */
export async function planCertificate(
  asking: SecuredHost,
  owner: string,
  world: World,
): Promise<CertificatePlan | { awaits: string }> {
  const target = await widestOf(asking, world);
  const id = certificateIdOf(target, world.registrableDomain);
  const asksForDomain = target.certificateScope === "zone";
  if (asksForDomain || id.startsWith("*.")) {
    const planned = await planForDomain(target, id, world);
    if (planned && "names" in planned) return planned;
    if (planned) await takeBack(target, id, world);
    if (planned && asksForDomain) {
      const first = target.serverHosts?.[0] ?? target.host;
      const own = await planForServer(target, first, owner, world, "zone");
      if (own === "changed") return { awaits: texts.gatewayChanged };
      return { ...(own ?? planAlone(target, owner)), refused: planned };
    }
  }
  const planned = await planForServer(target, asksForDomain ? target.host : id, owner, world);
  // Alone, each host of the server would place an order of its own.
  if (planned === "changed") return { awaits: texts.gatewayChanged };
  return planned ?? planAlone(target, owner);
}

const widths = { zone: 2, server: 1 } as const;

/**
 * The claim that decides. Gateways of one virtual cluster that have the host's certificate in the same Secret have the same one,
 * that of the widest scope: otherwise each of them would write its own over the other's.
 */
async function widestOf(target: SecuredHost, { cluster }: World): Promise<SecuredHost> {
  const widthOf = ({ certificateScope }: SecuredHost) => (certificateScope ? widths[certificateScope] : 0);
  const name = secretNameOf(target);
  const beside = (await cluster.claims(target.host)).filter(
    (each) =>
      each.host === target.host &&
      !each.isForDomain &&
      !each.recordsOnly &&
      each.gateway.namespace === target.gateway.namespace &&
      secretNameOf(each) === name,
  );
  return beside.reduce((widest, each) => (widthOf(each) > widthOf(widest) ? each : widest), target);
}

function planAlone(target: SecuredHost, holder: string): CertificatePlan {
  return { id: target.host, names: [target.host], holder, members: [target], isShared: false };
}

/**
 * Null if nobody asks for the wildcard together with others, or it can't have the host's name. Changes nothing, so it also answers
 * what would be if more Gateways asked for it: `world` has their claims then.
 */
export async function planForDomain(
  target: SecuredHost,
  id: string,
  world: World,
): Promise<CertificatePlan | Refused | null> {
  const domain = id.slice(2);
  const [below, atApex] = await Promise.all([world.cluster.claims(id), world.cluster.claims(domain)]);
  const { registrableDomain } = world;
  const found = domainMembers(id, below, atApex, registrableDomain);
  if (!found.isAskedFor && !asksFor(id, target, registrableDomain)) return null;
  const wildcards = found.wildcardsWith(target);
  const decision = await decisionAmong({ ...target, host: id }, [...wildcards, ...found.rivals], world);
  if (decision.kind === "other") return refusalOf(target, id, decision.owner.host === id, decision.isCertain);
  const holder = decision.owner.namespace;
  const agreed = (each: SecuredHost) => each.gateway.namespace !== holder && found.isMember(each);
  const notAgreed = atApex.filter((each) => each.host !== domain || !agreed(each));
  const isApexForeign = await isForeign({ id, domain, holder }, notAgreed, world);
  if (isApexForeign && target.host === domain) return null;
  const names = isApexForeign ? [id] : [id, domain];
  const admitted = found.admittedBy(holder, !isApexForeign);
  // No member needs it, so a claim of another virtual cluster that comes and goes is no reason to order.
  const optional = admitted.some(({ host }) => host === domain) ? [] : [domain];
  return { id, names, optional, holder, members: admitted, isShared: true };
}

/**
 * Whether the apex belongs to another virtual cluster than the wildcard. In a doubt, whatever the wildcard's certificate says
 * stays.
 */
async function isForeign(
  { id, domain, holder }: { id: string; domain: string; holder: string },
  claims: readonly SecuredHost[],
  world: World,
): Promise<boolean> {
  const named = claims.filter(({ host, isForDomain }) => host === domain && !isForDomain);
  if (!named.some(({ gateway }) => gateway.namespace !== holder)) return false;
  const own = named.find(({ gateway }) => gateway.namespace === holder);
  if (!own) return true;
  const decision = await decisionAmong(own, claims, world);
  const { certificate } = await world.vault.read(id);
  if (!decision.isCertain && certificate) return !certificate.names.includes(domain);
  return decision.kind === "other" || decision.owner.namespace !== holder;
}

/**
 * Takes the key of another virtual cluster back from the ingress of a Gateway that may no longer share it. In any doubt, the
 * Secret stays.
 */
async function takeBack(target: SecuredHost, id: string, world: World): Promise<void> {
  const published = (await world.vault.published(target.host, id)).filter(({ isRight }) => isRight);
  const { holder } = await world.vault.read(id);
  if (published.length === 0 || holder === null || holder === target.gateway.namespace) return;
  const [now, atApex] = await Promise.all([
    world.cluster.claimsNow(id),
    world.cluster.claimsNow(id.slice(2)),
  ]);
  if (!now || !atApex) return;
  const claims = async (host: string) => (host === id ? now.claims : atApex.claims);
  const again = await planForDomain(target, id, { ...world, cluster: { ...world.cluster, claims } });
  if (!again || "names" in again || !again.isCertain) return;
  for (const secret of published) await world.vault.unpublish(target.host, secret);
}

/** Names no other virtual cluster, and nothing of it. */
function refusalOf(
  { gateway: { namespace, name } }: SecuredHost,
  id: string,
  isTaken: boolean,
  isCertain: boolean,
): Refused {
  const shown = { key: certificateShareKey, namespace, name };
  return isTaken
    ? { id, note: texts.wildcardOfOther({ id }), remedy: texts.wildcardOfOtherRemedy(shown), isCertain }
    : { id, note: texts.wildcardCoversOther({ id }), remedy: texts.wildcardCoversOtherRemedy, isCertain };
}
