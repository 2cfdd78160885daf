import { asFailure } from "@/lib/gateway/failure";
import type { World } from "@/lib/gateway/world";
import { overlap } from "@/lib/model/hosts";
import type { GatewayName, SecuredHost } from "@/lib/model/secured-hosts";
import { markedGateways, markName } from "./marks";

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

export type Decision = HostOwnership & { isCertain: boolean };

/**
 * Whose the host is now. Without a rival nothing is asked. With one, the marks are read where the whole world reads
 * them, from the root down: a zone that a tenant makes for itself proves nothing.
 */
export async function ownershipOf(target: SecuredHost, world: World): Promise<Decision> {
  const claims = await world.cluster.claims(target.host);
  if (rivalsOf(target, claims).length === 0)
    return { kind: "held", owner: target.gateway, isShared: false, isCertain: true };
  const holdings = await holdingsOf(target.host, claims, world);
  return { ...ownershipAmong(target, claims, holdings), isCertain: holdings.isCertain };
}

/** The same for each claim of exactly this host. */
export async function ownershipsOf(
  host: string,
  world: World,
): Promise<{ target: SecuredHost; decision: Decision }[]> {
  const claims = await world.cluster.claims(host);
  const targets = claims.filter((claim) => claim.host === host);
  const isContested = targets.some((target) => rivalsOf(target, claims).length > 0);
  const holdings = isContested ? await holdingsOf(host, claims, world) : nothingHeld;
  return targets.map((target) => ({
    target,
    decision: { ...ownershipAmong(target, claims, holdings), isCertain: holdings.isCertain },
  }));
}

/**
 * The virtual cluster that a certificate which names nobody is for: whom the mark in DNS names, or, where there is no mark,
 * the one that asks for the host if nobody else does. Null when the mark cannot be read, or nothing settles it.
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

const nothingHeld: Holdings = { marked: new Map(), certified: new Map(), isCertain: true };
/** Names asked about at once; a wildcard may cover many. */
const atOnce = 16;

async function holdingsOf(host: string, claims: readonly SecuredHost[], world: World): Promise<Holdings> {
  const hosts = [...new Set(claims.map((claim) => claim.host))];
  const certified = new Map<string, string>();
  for (const each of hosts) {
    const { certificate, holder } = await world.vault.read(each);
    if (certificate && holder !== null) certified.set(each, holder);
  }
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

/** The gateways that the host's mark names in public DNS; null when no name server could be asked. */
async function marksOf(host: string, world: World): Promise<GatewayName[] | null> {
  for (const apex of possibleZones(host, world)) {
    const servers = await delegatedTo(apex, world);
    if (servers === null) return null;
    if (servers.length === 0) continue;
    const answers = await world.resolver.ask(servers, markName(host), "TXT");
    if (answers.every(({ values }) => values === null)) return null;
    return markedGateways(
      answers.flatMap(({ values }) => values ?? []),
      world.owner,
    );
  }
  return [];
}

/** The names of the zones that may hold the host, longest first, down to what a person registers. */
function possibleZones(host: string, world: World): string[] {
  const plain = host.replace(/^\*\./, "");
  const labels = plain.split(".");
  const registered = (world.registrableDomain(plain) ?? plain).split(".").length;
  return labels.slice(0, labels.length - registered + 1).map((_, index) => labels.slice(index).join("."));
}

/** Empty when the name is no zone of its own; null when that cannot be found out. */
async function delegatedTo(apex: string, world: World): Promise<readonly string[] | null> {
  try {
    const { answers } = await world.resolver.delegation(apex);
    if (answers.every(({ values }) => values === null)) return null;
    return answers.find(({ values }) => values !== null && values.length > 0)?.values ?? [];
  } catch (thrown) {
    if (asFailure(thrown).kind !== "unreachable") throw thrown;
    return null;
  }
}
