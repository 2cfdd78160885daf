import { isIpAddress } from "@/lib/model/dns-name";
import type { CertificateScope, SecuredHost } from "@/lib/model/secured-hosts";
import type { World } from "../world";
import { certificateIdOf } from "./certificate-id";
import type { LimitUse } from "./limits";

/**
 * When one wildcard certificate should be offered for the hosts directly below a domain, and which Gateways of a virtual cluster
 * could use it. Pure: it decides nothing about who owns the wildcard.
 */

/** A Secured Host of the virtual cluster, with what decides whether a wildcard could replace its certificate. */
export interface WildcardCandidate {
  target: SecuredHost;
  /** Without one, it waits for its first order. */
  hasCertificate: boolean;
  /** The apex of its zone; null until a walk has found it. */
  zone: string | null;
  /** `certificate_scope` in the metadata of its own Gateway. */
  written: CertificateScope | null;
  /** Its server can serve a certificate of Lamia. */
  isUsable: boolean;
}

/**
 * below        two or more labels below the domain: a wildcard covers one label
 * address      an IP address, for which there are no wildcards
 * mixed        its Gateway has a host elsewhere, which would get a wildcard certificate of its own domain, too
 * chosen       the metadata of its Gateway choose another scope
 * zone         it is in a zone of its own, or its Gateway chooses a zone or provider
 * server       its server can't use a certificate of Lamia
 */
export type LeftOut = "below" | "address" | "mixed" | "chosen" | "zone" | "server";

export interface WildcardGateway {
  name: string;
  /** The hosts that the wildcard certificate would serve. */
  hosts: string[];
  /** How many of them have no certificate yet. */
  waiting: number;
}

export interface WildcardPlan {
  domain: string;
  /** Those that would have the wildcard certificate instead of their own. */
  gateways: WildcardGateway[];
  left: { gateway: string; host: string; why: LeftOut }[];
  /** Those that ask for it already; `isOwnChoice` where the Gateway's metadata do, and not those of the virtual cluster. */
  sharing: (WildcardGateway & { isOwnChoice: boolean })[];
}

type RegistrableDomain = World["registrableDomain"];

/** The plans for all domains with a host directly below, by domain. */
export function wildcardPlans(
  candidates: readonly WildcardCandidate[],
  registrableDomain: RegistrableDomain,
): WildcardPlan[] {
  const byDomain = Map.groupBy(candidates, ({ target }) => domainOf(target, registrableDomain));
  const byGateway = Map.groupBy(candidates, ({ target }) => target.gateway.name);
  return [...byDomain.keys()]
    .filter((domain): domain is string => domain !== null)
    .toSorted()
    .map((domain) =>
      planFor(domain, byDomain.get(domain) ?? [], { candidates, byGateway, registrableDomain }),
    );
}

interface Around {
  candidates: readonly WildcardCandidate[];
  byGateway: ReadonlyMap<string, readonly WildcardCandidate[]>;
  registrableDomain: RegistrableDomain;
}

function planFor(
  domain: string,
  direct: readonly WildcardCandidate[],
  { candidates, byGateway, registrableDomain }: Around,
): WildcardPlan {
  const plan: WildcardPlan = { domain, gateways: [], left: [], sharing: [] };
  const leave = ({ target: { gateway, host } }: WildcardCandidate, why: LeftOut) =>
    plan.left.push({ gateway: gateway.name, host, why });
  for (const [name, own] of Map.groupBy(direct, ({ target }) => target.gateway.name)) {
    const all = byGateway.get(name) ?? own;
    const gateway = {
      name,
      hosts: own.map(({ target }) => target.host),
      waiting: own.filter(({ hasCertificate }) => !hasCertificate).length,
    };
    if (own.some(isSharing)) {
      plan.sharing.push({ ...gateway, isOwnChoice: own.some(({ written }) => written === "zone") });
      continue;
    }
    const isElsewhere = ({ target }: WildcardCandidate) =>
      !isIpAddress(target.host) && domainOf(target, registrableDomain) !== domain;
    const reasons = own.map((each) => whyNot(each, domain, all.some(isElsewhere)));
    // The metadata are those of the whole Gateway.
    if (reasons.every((why) => why === null)) plan.gateways.push(gateway);
    else for (const [index, each] of own.entries()) leave(each, reasons[index] ?? "mixed");
    for (const each of all) if (isIpAddress(each.target.host)) leave(each, "address");
  }
  for (const each of candidates)
    if (each.target.host.endsWith(`.${domain}`) && domainOf(each.target, registrableDomain) !== domain)
      leave(each, "below");
  return plan;
}

function isSharing({ target: { host, certificateScope } }: WildcardCandidate): boolean {
  return certificateScope === "zone" || host.startsWith("*.");
}

function whyNot({ target, zone, written, isUsable }: WildcardCandidate, domain: string, isMixed: boolean) {
  if (written !== null) return "chosen";
  if (!isUsable) return "server";
  if (target.dnsWish || zone?.endsWith(`.${domain}`)) return "zone";
  return isMixed ? "mixed" : null;
}

/** The domain whose wildcard certificate the host would use; null for an IP address. */
function domainOf(target: SecuredHost, registrableDomain: RegistrableDomain): string | null {
  if (isIpAddress(target.host)) return null;
  if (target.host.startsWith("*.")) return target.host.slice(2);
  return certificateIdOf({ ...target, certificateScope: "zone" }, registrableDomain).slice(2);
}

/** Five certificates of their own are a tenth of what Let's Encrypt issues for a registered domain in a week. */
const manyHosts = 5;

/**
 * limit  several hosts wait for their first certificate, and the CA won't issue that many now. One host that waits gains nothing: a
 *        wildcard is an order, too.
 * many   so many have or will have certificates of their own that one is worth considering
 */
export type OfferReason = "limit" | "many";

/** Why to offer the wildcard; null if there is no reason. */
export function reasonToOffer(
  { gateways }: Pick<WildcardPlan, "gateways">,
  /** What is used of the CA's limit for the registered domain; null if it has none. */
  use: Pick<LimitUse, "used" | "limit"> | null,
  /** Something keeps new orders from being placed. */
  isHeld: boolean,
  /** The metadata of the virtual cluster say which certificates it wants. */
  isDecided: boolean,
): OfferReason | null {
  const hosts = gateways.reduce((sum, each) => sum + each.hosts.length, 0);
  const waiting = gateways.reduce((sum, each) => sum + each.waiting, 0);
  if (waiting >= 2 && (isHeld || (use !== null && use.limit - use.used < waiting))) return "limit";
  return hosts >= manyHosts && !isDecided ? "many" : null;
}

/** Whether there can be a reason at all, so that nobody reads a ledger in vain. */
export function mayOffer({ gateways }: Pick<WildcardPlan, "gateways">): boolean {
  const hosts = gateways.reduce((sum, each) => sum + each.hosts.length, 0);
  return hosts >= manyHosts || gateways.reduce((sum, each) => sum + each.waiting, 0) >= 2;
}
