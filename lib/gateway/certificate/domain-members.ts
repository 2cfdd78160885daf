import { wildcardClaims } from "@/lib/gateway/ownership/wildcard-claims";
import type { World } from "@/lib/gateway/world";
import { familyOf } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { certificateIdOf } from "./certificate-id";

/** Whom a wildcard certificate concerns, sorted out once for each state of the claims, and not for each host that asks. */
export interface DomainMembers {
  /** Those that use the wildcard if they may: its own host, and whoever asks for it because of their certificate scope. */
  members: readonly SecuredHost[];
  isAskedFor: boolean;
  /** The claims to the wildcard, of the members and, if the index doesn't have it yet, of the target. */
  wildcardsWith(target: SecuredHost): readonly SecuredHost[];
  /** Hosts that it would cover although they don't ask for it. */
  rivals: readonly SecuredHost[];
  isMember(each: SecuredHost): boolean;
  /**
   * The members that may use the certificate of this virtual cluster, with or without the domain's own name; the same array until
   * the claims change.
   */
  admittedBy(holder: string, withApex: boolean): readonly SecuredHost[];
}

/** The index returns the same arrays until a host comes, goes, or changes. */
const known = new WeakMap<
  readonly SecuredHost[],
  { id: string; atApex: readonly SecuredHost[]; found: DomainMembers }
>();

/** @param below the claims to the wildcard `id`; `atApex` those to its domain */
export function domainMembers(
  id: string,
  below: readonly SecuredHost[],
  atApex: readonly SecuredHost[],
  registrableDomain: World["registrableDomain"],
): DomainMembers {
  const kept = known.get(below);
  if (kept?.id === id && areSame(kept.atApex, atApex)) return kept.found;
  const found = sortedOut(id, [...below, ...atApex], registrableDomain);
  known.set(below, { id, atApex, found });
  return found;
}

function areSame(some: readonly SecuredHost[], others: readonly SecuredHost[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}

/** Whether the host wants to use this wildcard together with others. */
export function asksFor(
  id: string,
  each: SecuredHost,
  registrableDomain: World["registrableDomain"],
): boolean {
  return each.certificateScope === "zone" && certificateIdOf(each, registrableDomain) === id;
}

function sortedOut(
  id: string,
  claims: readonly SecuredHost[],
  registrableDomain: World["registrableDomain"],
): DomainMembers {
  const domain = id.slice(2);
  const members: SecuredHost[] = [];
  const rivals: SecuredHost[] = [];
  let isAskedFor = false;
  for (const each of claims) {
    if (each.isForDomain || (each.host !== domain && familyOf(each.host) !== domain)) continue;
    const isAsking = asksFor(id, each, registrableDomain);
    isAskedFor ||= isAsking;
    if (isAsking || each.host === id) members.push(each);
    // Whoever asks for the wildcard has agreed that it covers their names; it isn't theirs for that.
    else if (each.host !== domain) rivals.push(each);
  }
  const wildcards = wildcardClaims(id, members);
  const among = new Set(members);
  const admitted = new Map<string, readonly SecuredHost[]>();
  return {
    ...{ members, rivals, isAskedFor },
    isMember: (each) => among.has(each),
    wildcardsWith: (target) => (among.has(target) ? wildcards : wildcardClaims(id, [...members, target])),
    admittedBy(holder, withApex) {
      const key = `${holder} ${withApex}`;
      const kept = admitted.get(key);
      if (kept) return kept;
      const shares = wildcards.filter(({ gateway }) => gateway.namespace === holder);
      const guests = new Set(shares.flatMap(({ sharedWith = [] }) => sharedWith.map(placeOf)));
      const isGuest = ({ gateway }: SecuredHost) =>
        guests.has(placeOf(gateway)) || guests.has(placeOf({ ...gateway, name: null }));
      const those = members.filter(
        (each) => (withApex || each.host !== domain) && (each.gateway.namespace === holder || isGuest(each)),
      );
      admitted.set(key, those);
      return those;
    },
  };
}

function placeOf({ namespace, name }: { namespace: string; name: string | null }): string {
  return `${namespace}/${name ?? "*"}`;
}
