import type { RecordSet } from "@/lib/gateway/model";
import { hostOfMark, markedGateways } from "@/lib/gateway/ownership/marks";
import type { GatewayName } from "@/lib/model/secured-hosts";

/**
 * Removing what walks have made is the one thing that can take a live site away, so it is a protocol and not an act:
 *
 * grace       gone was seen; nothing is touched before `graceUntil`
 * braked      too many hosts went at once: a person has to confirm
 * open        grace is over, and the brake let it pass or a person confirmed: it is being removed, or tried again
 * kept        a person said that it is to stay
 * withdrawn   the host is wanted again: nothing more is removed
 * done        removed
 *
 * Other tasks of the runner know open and done, and:
 * refused     it was not done, and trying again by itself is of no use
 */
export type CleanupState = "grace" | "braked" | "open" | "kept" | "withdrawn" | "done" | "refused";

/** Those in which something may still be removed without anybody doing anything more. */
export const movingStates = ["grace", "open"] as const satisfies readonly CleanupState[];

/** Those that are not over: a host that is wanted again withdraws them. */
export const pendingStates = ["grace", "braked", "open", "kept"] as const satisfies readonly CleanupState[];

/** What the API server says of the Gateway's wish for the host, asked directly. Only `gone` lets anything be removed. */
export type Existence = { is: "gone" } | { is: "present" } | { is: "unknown"; why: string };

export interface Cleanup {
  state: CleanupState;
  /** ISO 8601, UTC, like all times here. */
  graceUntil: string;
  /** When a person confirmed that it is to go, with whatever else goes at that time. */
  confirmedAt: string | null;
}

export type Move =
  | { kind: "rest" }
  | { kind: "wait"; until: Date }
  | { kind: "withdraw" }
  /** Nothing is known for sure: asked again later, and shown. */
  | { kind: "doubt"; why: string }
  | { kind: "brake" }
  | { kind: "remove" };

interface Evidence {
  /** Asked only when it counts: after the grace. */
  existence: () => Promise<Existence>;
  /** Whether too many others went within ten minutes. */
  isTooMany: () => Promise<boolean>;
}

/** What is to happen with a cleanup now. Pure but for the looks that it asks for, each at most once. */
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

/** How many hosts may go within ten minutes without a person: three, or a tenth of all. */
export function brakeLimit(hosts: number): number {
  return Math.max(3, hosts / 10);
}

/** A host that nobody asks for any more, and when that was seen. */
export interface GoneHost {
  host: string;
  seenAt: string;
}

/**
 * Whether the brake stops what was seen gone at `seenAt`: whether more hosts than allowed went in any ten minutes that
 * hold this moment. `gone` are those that go, or went, without a person's word; `wanted` those that stay.
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

/** Who asks for hosts now, by a healthy look at the whole cluster. */
export interface Wishes {
  /** Whether this Gateway names the host, walked or not. */
  names(gateway: GatewayName, host: string): boolean;
  /** Whether any Gateway names the host. */
  isNamed(host: string): boolean;
  /** Whether a Gateway that is walked does: it can take over what another has left. */
  isWalked(host: string): boolean;
}

/**
 * Hosts that records of ours are marked for, and that their Gateway does not name: left by what happened while nobody
 * looked, or by a database that was lost. What another installation has marked is none of ours.
 */
export function orphanedRecords(
  records: readonly RecordSet[],
  owner: string,
  wishes: Wishes,
): { host: string; gateway: GatewayName }[] {
  // Without a name of our own every mark would be somebody's.
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
