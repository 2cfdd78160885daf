import { serverObstacle } from "@/lib/gateway/steps/usable-server";
import type { World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { type CertificatePlan, covers } from "./certificate-id";

/**
 * Which member orders: one, so that there is one order. It is one that the certificate doesn't cover yet, so that the host that
 * can't be validated is the one that says so, or else the first by its key. In later turns it is one that the certificate covers,
 * in rotation: a member whose own walk stops before its certificate would otherwise hold up the renewal for all of them.
 */
export function ordersFor(
  { members, holder }: Pick<CertificatePlan, "members" | "holder">,
  covered: readonly string[],
  world: Pick<World, "registrableDomain">,
  turn = 0,
): SecuredHost | null {
  const { able, known, fresh } = sortedOut(members, holder, covered, world);
  if (turn === 0 || known.length === 0) return at(fresh.length > 0 ? fresh : able, turn);
  // Where a new member had the first turn, each of the others still gets one.
  return at(known, fresh.length > 0 ? turn - 1 : turn);
}

export function at(members: readonly SecuredHost[], turn: number): SecuredHost | null {
  return members[turn % members.length] ?? null;
}

/**
 * What the member orders. In a later turn it renews the names that the certificate has, because the member with a new name has had
 * the first turn, and can't have it validated.
 */
export function namesInTurn(wanted: readonly string[], covered: readonly string[], turn: number): string[] {
  const kept = turn === 0 ? [] : wanted.filter((name) => covered.includes(name));
  return kept.length > 0 ? kept : [...wanted];
}

const longestTurnInMs = 86_400_000;
const minuteInMs = 60_000;

/** How many members have had their turn since the renewal was due: each has a day, or less where the time is short. */
export function turnAt(now: Date, dueAt: Date, notAfter: string): number {
  const turnInMs = Math.min(longestTurnInMs, (Date.parse(notAfter) - dueAt.getTime()) / 20);
  return Math.max(0, Math.floor((now.getTime() - dueAt.getTime()) / Math.max(minuteInMs, turnInMs)));
}

interface Sorted {
  able: readonly SecuredHost[];
  /** Those whose host the certificate covers. */
  known: readonly SecuredHost[];
  fresh: readonly SecuredHost[];
}

/** A plan for many hosts has the same array of members until their claims change. */
const kept = new WeakMap<readonly SecuredHost[], { of: string; sorted: Sorted }>();

/** The holder's members that can serve the certificate, in the order of their keys. */
export function sortedOut(
  members: readonly SecuredHost[],
  holder: string,
  covered: readonly string[],
  { registrableDomain }: Pick<World, "registrableDomain">,
): Sorted {
  const of = `${holder} ${covered.join()}`;
  const before = kept.get(members);
  if (before?.of === of) return before.sorted;
  const able = members
    .filter((each) => each.gateway.namespace === holder && serverObstacle(each, registrableDomain) === null)
    .map((each) => ({ each, key: keyOf(each) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ each }) => each);
  const known = able.filter(({ host }) => covers(covered, host));
  const fresh = able.filter(({ host }) => !covers(covered, host));
  const sorted = { able, known, fresh };
  kept.set(members, { of, sorted });
  return sorted;
}
