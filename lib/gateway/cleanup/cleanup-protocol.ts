import type { RecordSet } from "@/lib/gateway/model";
import { hostOfMark, markedGateways } from "@/lib/gateway/ownership/marks";
import type { GatewayName } from "@/lib/model/secured-hosts";

/**
 * Removing what walks created is the one thing that can take a live site down, so it follows a protocol:
 *
 * grace       the host is gone; nothing changes before `graceUntil`
 * braked      too many hosts disappeared at once: a user has to confirm
 * open        after the grace period and the brake, or a confirmation: the removal is running, or will be retried
 * kept        a user decided to keep it
 * withdrawn   the host is wanted again: nothing more is removed
 * done        removed
 *
 * Other tasks of the runner know open and done, and:
 * refused     it failed, and a retry without a change is useless
 */
export type CleanupState = "grace" | "braked" | "open" | "kept" | "withdrawn" | "done" | "refused";

/** States in which a cleanup may still remove something without further input. */
export const movingStates = ["grace", "open"] as const satisfies readonly CleanupState[];

/** States of unfinished cleanups. If the host is wanted again, they are withdrawn. */
export const pendingStates = ["grace", "braked", "open", "kept"] as const satisfies readonly CleanupState[];

/** Whether the Gateway asks for the host, read directly from the API server. Only `gone` allows a removal. */
export type Existence = { is: "gone" } | { is: "present" } | { is: "unknown"; why: string };

export interface Cleanup {
  state: CleanupState;
  /** ISO 8601, UTC, like all times here. */
  graceUntil: string;
  /** When a user confirmed the removal, together with everything else that disappeared at that time. */
  confirmedAt: string | null;
}

export type Move =
  | { kind: "rest" }
  | { kind: "wait"; until: Date }
  | { kind: "withdraw" }
  /** Nothing is certain: shown, and asked again later. */
  | { kind: "doubt"; why: string }
  | { kind: "brake" }
  | { kind: "remove" };

interface Evidence {
  /** Read only when it counts, after the grace period. */
  existence: () => Promise<Existence>;
  /** Whether too many other hosts disappeared within ten minutes. */
  isTooMany: () => Promise<boolean>;
}

/** What to do with a cleanup now. Pure, except that it reads each piece of evidence at most once. */
export async function nextMove(cleanup: Cleanup, evidence: Evidence, now: Date): Promise<Move> {
  if (cleanup.state !== "grace" && cleanup.state !== "open") return { kind: "rest" };
  const until = new Date(cleanup.graceUntil);
  if (now < until) return { kind: "wait", until };
  const existence = await evidence.existence();
  if (existence.is === "present") return { kind: "withdraw" };
  if (existence.is === "unknown") return { kind: "doubt", why: existence.why };
  if (cleanup.confirmedAt === null && (await evidence.isTooMany())) return { kind: "brake" };
  return { kind: "remove" };
}

export const brakeWindowInMs = 10 * 60_000;

/** How many hosts may disappear within ten minutes without a confirmation: three, or a tenth of all. */
export function brakeLimit(hosts: number): number {
  return Math.max(3, hosts / 10);
}

/** A host that nobody asks for any more, and when Lamia noticed. */
export interface GoneHost {
  host: string;
  seenAt: string;
}

/**
 * Whether the brake stops what disappeared at `seenAt`: whether more hosts than allowed disappeared in any ten
 * minutes that include this moment. `gone` are unconfirmed disappearances; `wanted` are the hosts that stay.
 */
export function isTooMany(gone: readonly GoneHost[], wanted: ReadonlySet<string>, seenAt: string): boolean {
  const lost = gone.filter(({ host }) => !wanted.has(host));
  const limit = brakeLimit(wanted.size + new Set(lost.map(({ host }) => host)).size);
  const at = Date.parse(seenAt);
  const starts = lost
    .map((each) => Date.parse(each.seenAt))
    .filter((start) => start <= at && at - start < brakeWindowInMs);
  return starts.some((start) => {
    const within = lost.filter((each) => {
      const time = Date.parse(each.seenAt);
      return time >= start && time - start < brakeWindowInMs;
    });
    return new Set(within.map(({ host }) => host)).size > limit;
  });
}

/** Who asks for hosts now, from a complete view of the cluster. */
export interface Wishes {
  /** Whether this Gateway names the host, walked or not. */
  names(gateway: GatewayName, host: string): boolean;
  /** Whether any Gateway names the host. */
  isNamed(host: string): boolean;
  /** Whether a walked Gateway names the host: it can take over what another one left. */
  isWalked(host: string): boolean;
}

/**
 * Hosts with our mark whose Gateway doesn't name them: left over from a time when Lamia was down, or from a lost
 * database. Ignores marks of other installations.
 */
export function orphanedRecords(
  records: readonly RecordSet[],
  owner: string,
  wishes: Wishes,
): { host: string; gateway: GatewayName }[] {
  // Without a name of our own, every mark would look foreign.
  if (owner === "") return [];
  return records.flatMap(({ name, type, values }) => {
    const host = type === "TXT" ? hostOfMark(name) : null;
    if (host === null) return [];
    return markedGateways(values, owner)
      .filter((gateway) => !wishes.names(gateway, host))
      .filter(() => !wishes.isNamed(host) || wishes.isWalked(host))
      .map((gateway) => ({ host, gateway }));
  });
}
