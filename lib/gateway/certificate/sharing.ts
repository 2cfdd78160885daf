import { decisionAmong } from "@/lib/gateway/ownership/host-owner";
import type { World } from "@/lib/gateway/world";
import { familyOf } from "@/lib/model/hosts";
import { type SecuredHost, shareAnnotation } from "@/lib/model/secured-hosts";
import { type CertificatePlan, certificateIdOf } from "./certificate-id";
import { planForServer } from "./server-certificate";
import { texts } from "./texts";

interface Refused {
  note: string;
  remedy: string;
  /** Another virtual cluster holds the names, as far as DNS and the cluster say. */
  isCertain: boolean;
}

/**
 * Whose certificate the host uses, and for which names. `owner` is the virtual cluster that owns the host. A refusal says why
 * it can't share the one that it asks for. While it `awaits` something, nothing may be ordered for it.
 */
export async function planCertificate(
  target: SecuredHost,
  owner: string,
  world: World,
): Promise<CertificatePlan | { refusal: Refused } | { awaits: string }> {
  const id = certificateIdOf(target, world.registrableDomain);
  if (target.certificateScope === "zone" || id.startsWith("*.")) {
    const planned = await planForDomain(target, id, world);
    if (planned && "refusal" in planned) await takeBack(target, id, world);
    if (planned) return planned;
  }
  const planned = await planForServer(target, id, owner, world);
  // Alone, each host of the server would place an order of its own.
  if (planned === "changed") return { awaits: texts.gatewayChanged };
  return planned ?? planAlone(target, owner);
}

function planAlone(target: SecuredHost, holder: string): CertificatePlan {
  return { id: target.host, names: [target.host], holder, members: [target], isShared: false };
}

/** Null if nobody asks for the wildcard together with others, or it can't have the host's name. */
async function planForDomain(
  target: SecuredHost,
  id: string,
  world: World,
): Promise<CertificatePlan | { refusal: Refused } | null> {
  const domain = id.slice(2);
  const claims = [...(await world.cluster.claims(id)), ...(await world.cluster.claims(domain))].filter(
    ({ host }) => host === domain || familyOf(host) === domain,
  );
  const asksFor = (each: SecuredHost) =>
    each.certificateScope === "zone" && certificateIdOf(each, world.registrableDomain) === id;
  if (!claims.some(asksFor) && !asksFor(target)) return null;
  const isMember = (each: SecuredHost) => each.host === id || asksFor(each);
  const members = claims.filter(isMember);
  // Whoever asks for the wildcard has agreed that it covers their names; it isn't theirs for that.
  const gateways = new Map([...members, target].map((each) => [placeOf(each.gateway), each]));
  const rivals = claims.filter((each) => !isMember(each) && each.host !== domain);
  const wildcards = [...gateways.values()].map((each) => ({ ...each, host: id }));
  const decision = await decisionAmong({ ...target, host: id }, [...wildcards, ...rivals], world);
  if (decision.kind === "other")
    return { refusal: refusalOf(target, id, decision.owner.host, decision.isCertain) };
  const holder = decision.owner.namespace;
  const isApexForeign = claims.some(
    (each) => each.host === domain && !isMember(each) && each.gateway.namespace !== holder,
  );
  if (isApexForeign && target.host === domain) return null;
  const names = isApexForeign ? [id] : [id, domain];
  const holders = members.filter(({ gateway }) => gateway.namespace === holder);
  const guests = new Set(holders.flatMap(({ sharedWith = [] }) => sharedWith.map(placeOf)));
  const isGuest = ({ gateway }: SecuredHost) =>
    guests.has(placeOf(gateway)) || guests.has(placeOf({ ...gateway, name: null }));
  const admitted = members.filter((each) => each.gateway.namespace === holder || isGuest(each));
  return { id, names, holder, members: admitted, isShared: true };
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
  if (!again || !("refusal" in again) || !again.refusal.isCertain) return;
  for (const secret of published) await world.vault.unpublish(target.host, secret);
}

function placeOf({ namespace, name }: { namespace: string; name: string | null }): string {
  return `${namespace}/${name ?? "*"}`;
}

/** Names no other virtual cluster, and nothing of it. */
function refusalOf({ gateway }: SecuredHost, id: string, held: string, isCertain: boolean): Refused {
  const annotation = shareAnnotation;
  const { namespace, name } = gateway;
  return held === id
    ? {
        note: texts.wildcardOfOther({ id }),
        remedy: texts.wildcardOfOtherRemedy({ annotation, namespace, name }),
        isCertain,
      }
    : {
        note: texts.wildcardCoversOther({ id }),
        remedy: texts.wildcardCoversOtherRemedy({ annotation, namespace, name }),
        isCertain,
      };
}
