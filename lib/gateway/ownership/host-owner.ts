import { overlap } from "@/lib/model/hosts";
import type { GatewayName, SecuredHost } from "@/lib/model/secured-hosts";

/** One Gateway's wish for a host. */
export type Claim = Pick<SecuredHost, "host" | "gateway" | "createdAt" | "sharedWith">;

/** What the world outside the cluster says about hosts that more than one virtual cluster claims. */
export interface Holdings {
  /** Gateways that the mark in DNS names, by host. */
  marked: ReadonlyMap<string, readonly GatewayName[]>;
  /** The virtual cluster that the kept certificate was issued for, by host. */
  certified: ReadonlyMap<string, string>;
  /** False when not every mark could be read: then nothing is withdrawn on this word. */
  isCertain: boolean;
}

export type HostOwnership =
  /** Its own virtual cluster's, or lent by the one that is named. */
  { kind: "held"; owner: GatewayName; isShared: boolean } | { kind: "other"; owner: Claim };

/** Claims that stand against this one: other virtual clusters that name the host, or a name that it overlaps with. */
export function rivalsOf(target: Claim, claims: readonly Claim[]): Claim[] {
  return claims.filter((claim) => areRivals(claim, target));
}

/**
 * Whose a host is, among all claims of the installation: first who is marked in DNS, then whom its certificate was
 * issued for, then whose Gateway is oldest, then by name. A wildcard and the names that it covers are one question.
 * Within a virtual cluster everybody may use a host; another one may when the owner shares it. A claim that loses takes
 * nothing from those after it.
 */
export function ownershipAmong(
  target: Claim,
  claims: readonly Claim[],
  { marked, certified }: Holdings,
): HostOwnership {
  const rank = (claim: Claim) => {
    const isMarked = marked.get(claim.host)?.some((gateway) => isSame(gateway, claim.gateway)) ?? false;
    const isCertified = certified.get(claim.host) === claim.gateway.namespace;
    const { namespace, name } = claim.gateway;
    return [isMarked ? "0" : "1", isCertified ? "0" : "1", claim.createdAt ?? "9", namespace, name].join(" ");
  };
  const all = claims.some((claim) => isClaimOf(claim, target)) ? claims : [...claims, target];
  const holders: Claim[] = [];
  for (const { claim } of all.map((each) => ({ claim: each, at: rank(each) })).sort(byPlace)) {
    const rival = holders.find((holder) => areRivals(holder, claim) && !isSharedWith(holder, claim.gateway));
    const lender = holders.find((holder) => holder.host === claim.host && areRivals(holder, claim));
    if (isClaimOf(claim, target)) {
      if (rival) return { kind: "other", owner: rival };
      return { kind: "held", owner: (lender ?? claim).gateway, isShared: lender !== undefined };
    }
    if (!rival) holders.push(claim);
  }
  return { kind: "held", owner: target.gateway, isShared: false };
}

function byPlace(one: { at: string }, other: { at: string }): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

function areRivals(one: Claim, other: Claim): boolean {
  return one.gateway.namespace !== other.gateway.namespace && overlap(one.host, other.host);
}

function isSharedWith({ sharedWith = [] }: Claim, gateway: GatewayName): boolean {
  return sharedWith.some(
    ({ namespace, name }) => namespace === gateway.namespace && (name === null || name === gateway.name),
  );
}

function isClaimOf(one: Claim, other: Claim): boolean {
  return one.host === other.host && isSame(one.gateway, other.gateway);
}

function isSame(one: GatewayName, other: GatewayName): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}
