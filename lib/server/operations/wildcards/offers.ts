import { createHash } from "node:crypto";
import pLimit from "p-limit";
import type { WildcardReview, Wildcards } from "@/lib/api/wildcard";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import type { LimitUse, OrderOutlook } from "@/lib/gateway/certificate/limits";
import { planForDomain } from "@/lib/gateway/certificate/sharing";
import {
  mayOffer,
  reasonToOffer,
  type WildcardCandidate,
  type WildcardPlan,
  wildcardPlans,
} from "@/lib/gateway/certificate/wildcard-offer";
import { serverObstacle } from "@/lib/gateway/steps/usable-server";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import type { World } from "@/lib/gateway/world";
import { certificateScopeOf } from "@/lib/kubernetes/gateways/secured-hosts";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { texts } from "./texts";

/** The Secured Hosts of a virtual cluster, and what a wildcard certificate would be for them. */

function candidatesIn({ cache, index, live }: ClusterRuntime, namespace: string): WildcardCandidate[] {
  return index
    .all()
    .filter((target) => target.gateway.namespace === namespace && !target.recordsOnly)
    .map((target) => {
      const reports = live.get(keyOf(target))?.reports ?? [];
      const done = (id: string) => reports.find(({ step, state }) => step === id && state === "done")?.fact;
      return {
        target,
        hasCertificate: done("certificate") !== undefined,
        zone: (done("zone") as ZoneFact | undefined)?.apex ?? null,
        written: certificateScopeOf(cache.get("Gateway", namespace, target.gateway.name)),
        isUsable: serverObstacle(target, registrableDomain) === null,
      };
    });
}

function plansIn(cluster: ClusterRuntime, namespace: string): WildcardPlan[] {
  return wildcardPlans(candidatesIn(cluster, namespace), registrableDomain);
}

/** The plan for one domain; null if no Secured Host is directly below it. */
export function planOf(cluster: ClusterRuntime, namespace: string, domain: string): WildcardPlan | null {
  return plansIn(cluster, namespace).find((plan) => plan.domain === domain) ?? null;
}

/** The offers of a virtual cluster, or those for one of its gateways. */
export async function wildcardsIn(
  cluster: ClusterRuntime,
  namespace: string,
  gateway: string | undefined,
): Promise<Wildcards> {
  const concerns = (each: readonly { name: string }[]) =>
    gateway === undefined || each.some(({ name }) => name === gateway);
  const plans = plansIn(cluster, namespace);
  const chosen = (plan: WildcardPlan) => plan.sharing.filter(({ isOwnChoice }) => isOwnChoice);
  const possible = plans.filter((plan) => mayOffer(plan) && concerns(plan.gateways));
  const world = possible.length > 0 ? await cluster.worlds.worldFor(namespace) : null;
  const isDecided = certificateScopeOf(cluster.cache.get("Namespace", null, namespace)) !== null;
  const limited = pLimit(4);
  const offers = world
    ? await Promise.all(
        possible.map((plan) =>
          limited(async () => {
            const outlook = await outlookOf(plan.domain, world);
            const use = domainUse(outlook);
            const reason = reasonToOffer(plan, use, outlook.hindrance !== null, isDecided);
            if (!reason || (await obstacleTo(plan, namespace, world))) return [];
            const { domain } = plan;
            return [
              { domain, ...countsOf(plan.gateways), reason, ca: world.ca.title, limit: limitView(use) },
            ];
          }),
        ),
      )
    : [];
  return {
    offers: offers.flat(),
    used: plans
      .filter((plan) => chosen(plan).length > 0 && concerns(chosen(plan)))
      .map((plan) => ({ domain: plan.domain, ...countsOf(chosen(plan)) })),
  };
}

export async function reviewOf(
  cluster: ClusterRuntime,
  namespace: string,
  plan: WildcardPlan,
): Promise<WildcardReview> {
  const world = await cluster.worlds.worldFor(namespace);
  const { domain } = plan;
  const [outlook, obstacle, { certificate, holder }] = await Promise.all([
    outlookOf(domain, world),
    obstacleTo(plan, namespace, world),
    world.vault.read(`*.${domain}`),
  ]);
  const isCurrent = certificate !== null && Date.parse(certificate.notAfter) > world.clock.now().getTime();
  const { hindrance } = outlook;
  return {
    ...plan,
    names: namesOf(domain),
    ca: world.ca.title,
    exists: isCurrent && holder === namespace,
    limit: limitView(domainUse(outlook)),
    hindrance: hindrance && { until: hindrance.until.toISOString(), message: hindrance.message },
    obstacle,
    revision: revisionOf(cluster, namespace, plan),
  };
}

/** Another one as soon as a Gateway of the plan has changed, come, or gone. */
export function revisionOf({ cache }: ClusterRuntime, namespace: string, plan: WildcardPlan): string {
  const versions = [...plan.gateways, ...plan.sharing].map(({ name }) => {
    const { uid, generation, annotations } = cache.get("Gateway", namespace, name)?.metadata ?? {};
    return [name, uid, generation, Object.entries(annotations ?? {}).toSorted()];
  });
  return createHash("sha256")
    .update(JSON.stringify([plan, versions]))
    .digest("base64url")
    .slice(0, 22);
}

const namesOf = (domain: string) => [`*.${domain}`, domain];

function outlookOf(domain: string, world: World): Promise<OrderOutlook> {
  return world.ca.outlook(namesOf(domain), "new");
}

function domainUse({ uses }: OrderOutlook): LimitUse | null {
  return uses.find(({ kind }) => kind === "certificatesPerDomain") ?? null;
}

function limitView(use: LimitUse | null): WildcardReview["limit"] {
  if (!use) return null;
  const { of, used, limit, windowSeconds, freeAt } = use;
  return { of: of ?? "", used, limit, windowSeconds, freeAt: freeAt?.toISOString() ?? null };
}

function countsOf(gateways: WildcardPlan["gateways"]) {
  return {
    gateways: gateways.length,
    hosts: gateways.reduce((sum, { hosts }) => sum + hosts.length, 0),
    waiting: gateways.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

/** What the walks would say if the gateways asked for the wildcard: the same rules decide here. */
async function obstacleTo(
  { domain, gateways }: WildcardPlan,
  namespace: string,
  world: World,
): Promise<WildcardReview["obstacle"]> {
  if (world.challengeType === "http-01")
    return { note: texts.needsDns({ domain }), remedy: texts.needsDnsRemedy };
  const asking = new Set(gateways.map(({ name }) => name));
  const asAsked = (each: SecuredHost): SecuredHost =>
    each.gateway.namespace === namespace && asking.has(each.gateway.name)
      ? { ...each, certificateScope: "zone" }
      : each;
  const claims = async (host: string) => (await world.cluster.claims(host)).map(asAsked);
  const id = `*.${domain}`;
  const target = (await claims(id)).find(
    ({ gateway, certificateScope }) => gateway.namespace === namespace && certificateScope === "zone",
  );
  if (!target) return null;
  const plan = await planForDomain(target, id, { ...world, cluster: { ...world.cluster, claims } });
  return plan && "note" in plan ? { note: plan.note, remedy: texts.othersRemedy } : null;
}
