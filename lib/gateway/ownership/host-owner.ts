import { certificateIdOf, covers } from "@/lib/gateway/certificate/certificate-id";
import type { World } from "@/lib/gateway/world";
import { overlap } from "@/lib/model/hosts";
import type { GatewayName, SecuredHost } from "@/lib/model/secured-hosts";
import { marksOf } from "./marks";
import { hasAgreed } from "./wildcard-claims";

/** One Gateway's claim to a host. */
export type Claim = Pick<
  SecuredHost,
  "host" | "gateway" | "createdAt" | "sharedWith" | "certificateScope" | "isForDomain" | "serverHosts"
>;

/** What is known outside the cluster about hosts that several virtual clusters claim. */
export interface Holdings {
  /** Gateways that the mark in DNS names, by host. */
  marked: ReadonlyMap<string, readonly GatewayName[]>;
  /** The virtual cluster that the stored certificate was issued for, by host. */
  certified: ReadonlyMap<string, string>;
  /** False if not every mark could be read: then nothing may be withdrawn because of it. */
  isCertain: boolean;
}

export type HostOwnership =
  /** The claim's own virtual cluster, or the one that shares the host with it. */
  { kind: "held"; owner: GatewayName; isShared: boolean } | { kind: "other"; owner: Claim };

/** Competing claims: other virtual clusters that name the host, or an overlapping name. */
export function rivalsOf(target: Claim, claims: readonly Claim[]): Claim[] {
  return claims.filter((claim) => areRivals(claim, target));
}

/**
 * The owner of a host among all claims of the installation: first the marked one in DNS, then the one that its
 * certificate was issued for, then the oldest Gateway, then the first by name. A wildcard and the names that it
 * covers are decided together. Within a virtual cluster everyone may use a host, and another one may if the owner
 * shares it. A losing claim takes nothing from those after it.
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
  const holders = overlappingClaims();
  for (const { claim } of all.map((each) => ({ claim: each, at: rank(each) })).sort(byPlace)) {
    const rivals = rivalsOf(claim, holders.of(claim.host));
    const rival = rivals.find((holder) => !isSharedWith(holder, claim.gateway) && !hasAgreed(holder, claim));
    const lender = rivals.find((holder) => holder.host === claim.host);
    if (isClaimOf(claim, target)) {
      if (rival) return { kind: "other", owner: rival };
      return { kind: "held", owner: (lender ?? claim).gateway, isShared: lender !== undefined };
    }
    // A guest has what the owner has, and takes nothing from the owner's other names.
    if (!rival && !lender) holders.add(claim);
  }
  return { kind: "held", owner: target.gateway, isShared: false };
}

/**
 * Claims in the order in which they are added. A wildcard may have thousands of names, which have nothing to do with each other,
 * and as many Gateways of one virtual cluster may claim it.
 */
function overlappingClaims() {
  const all: Claim[] = [];
  const wildcards: Claim[] = [];
  /** Of one name, with the wildcards that were added before or after. */
  const byName = new Map<string, Claim[]>();
  const alike = new Map<string, Claim[]>();
  return {
    /** At least those that overlap with the host. */
    of(host: string): readonly Claim[] {
      if (host.startsWith("*.")) return all;
      return byName.get(host) ?? wildcards;
    },
    /** Leaves out a claim that differs from one before it in its Gateway only: whoever asks, the first one answers. */
    add(claim: Claim): void {
      const { host, gateway, certificateScope, sharedWith } = claim;
      const key = `${gateway.namespace} ${host} ${certificateScope}`;
      const before = alike.get(key) ?? [];
      if (before.some((each) => each.sharedWith === sharedWith)) return;
      alike.set(key, [...before, claim]);
      all.push(claim);
      if (host.startsWith("*.")) {
        wildcards.push(claim);
        for (const each of byName.values()) each.push(claim);
      } else {
        const named = byName.get(host) ?? [...wildcards];
        named.push(claim);
        byName.set(host, named);
      }
    },
  };
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

export type Decision = HostOwnership & { isCertain: boolean };

/**
 * The current owner of the host. Without a rival, nothing is read. With one, the marks are read as the whole world
 * reads them, from the root down: a zone that a tenant creates for itself proves nothing.
 */
export async function ownershipOf(target: SecuredHost, world: World): Promise<Decision> {
  return decisionAmong(target, await world.cluster.claims(target.host), world);
}

/** The same among claims that are known already. */
export async function decisionAmong(
  target: Claim,
  claims: readonly Claim[],
  world: World,
): Promise<Decision> {
  if (rivalsOf(target, claims).length === 0)
    return { kind: "held", owner: target.gateway, isShared: false, isCertain: true };
  const holdings = await holdingsOf(target.host, claims, world);
  return { ...ownershipAmong(target, claims, holdings), isCertain: holdings.isCertain };
}

/** The same, for each claim to exactly this host. */
export async function ownershipsOf(
  host: string,
  world: World,
): Promise<{ target: SecuredHost; decision: Decision }[]> {
  const claims = await world.cluster.claims(host);
  const targets = claims.filter((claim) => claim.host === host && !claim.isForDomain);
  const isContested = (target: Claim) => rivalsOf(target, claims).length > 0;
  const contested = new Set(targets.filter(isContested));
  const holdings = contested.size > 0 ? await holdingsOf(host, claims, world) : nothingHeld;
  return targets.map((target) => {
    const decided: HostOwnership = contested.has(target)
      ? ownershipAmong(target, claims, holdings)
      : { kind: "held", owner: target.gateway, isShared: false };
    return { target, decision: { ...decided, isCertain: holdings.isCertain } };
  });
}

/**
 * The virtual cluster of a certificate that names none: the one that the mark in DNS names or, without a mark, the
 * only one that asks for the host. Null if the mark can't be read, or nothing decides.
 */
export async function certainHolder(
  target: SecuredHost,
  owner: string,
  world: World,
): Promise<string | null> {
  const marks = await marksOf(target.host, world);
  if (marks === null) return null;
  const [first] = marks;
  if (first) return marks.some(({ namespace }) => namespace === owner) ? owner : first.namespace;
  return rivalsOf(target, await world.cluster.claims(target.host)).length === 0 ? owner : null;
}

/**
 * The virtual cluster that each host's certificate was issued for, be it the host's own or one that it shares with others. The
 * latest one counts, because an earlier owner's key may still be there.
 */
async function certifiedAmong(
  hosts: readonly string[],
  claims: readonly Claim[],
  { vault, registrableDomain }: World,
): Promise<Map<string, string>> {
  const certified = new Map<string, string>();
  const byHost = Map.groupBy(claims, ({ host }) => host);
  for (const host of hosts) {
    const shared = byHost.get(host)?.map((claim) => certificateIdOf(claim, registrableDomain)) ?? [];
    let latest = "";
    for (const id of new Set([host, ...shared])) {
      const { certificate, holder } = await vault.read(id);
      const counts = certificate && holder !== null && (id === host || covers(certificate.names, host));
      if (!counts || certificate.notBefore <= latest) continue;
      latest = certificate.notBefore;
      certified.set(host, holder);
    }
  }
  return certified;
}

const nothingHeld: Holdings = { marked: new Map(), certified: new Map(), isCertain: true };
/** Names read at the same time; a wildcard may cover many. */
const atOnce = 16;

async function holdingsOf(host: string, claims: readonly Claim[], world: World): Promise<Holdings> {
  const hosts = [...new Set(claims.map((claim) => claim.host))];
  const certified = await certifiedAmong(hosts, claims, world);
  const marked = new Map<string, readonly GatewayName[]>();
  let isCertain = true;
  const inQuestion = hosts.filter((each) => each.startsWith("*.") || overlap(each, host));
  for (let start = 0; start < inQuestion.length; start += atOnce) {
    await Promise.all(
      inQuestion.slice(start, start + atOnce).map(async (each) => {
        const marks = await marksOf(each, world);
        isCertain &&= marks !== null;
        marked.set(each, marks ?? []);
      }),
    );
  }
  return { marked, certified, isCertain };
}
