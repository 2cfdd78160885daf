import { Failure } from "@/lib/gateway/failure";
import type { ClusterClient } from "./client";
import { failureOfReply, failureOfTransport, missingResource } from "./failure-of";
import type { KindStateName } from "./kind-state";
import type { Resource } from "./kinds";
import { listAll } from "./list-all";
import type { KubernetesObject } from "./object";
import { reconnectDelayMs } from "./reconnect-delay";
import type { Reply } from "./reply";
import { type ChangeType, watchEvents } from "./watch-events";

export interface KindFollower {
  /** The whole truth of this moment, after a list. */
  replace(objects: KubernetesObject[]): void;
  change(type: ChangeType, object: KubernetesObject): void;
  state(state: KindStateName, why: Failure | null): void;
}

export interface FollowOptions {
  client: Pick<ClusterClient, "host" | "send" | "watch">;
  resource: Resource;
  labelSelector?: string | undefined;
  follower: KindFollower;
  signal: AbortSignal;
  /** Resolves after so many ms, at once when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
  /** Monotonic, in ms. */
  now(): number;
}

const lookAgainForMissingMs = 5000;
/** A watch that was open for so long was a good one, even if nothing happened. */
const goodAfterMs = 5000;

/**
 * Follows one kind until the signal aborts: list, watch, resume from the last version seen; list again only
 * when the server no longer has that version. The library's own informer was not used: it stops at the
 * first error, drops lines that it cannot parse, backs off after healthy watches and does not ask for
 * bookmarks.
 */
export async function followKind(options: FollowOptions): Promise<void> {
  const { client, resource, labelSelector, follower, signal, pause, random, now } = options;
  let version: string | null = null;
  let failures = 0;
  let openedAt: number | null = null;

  /** One list if needed, and one watch; gives how long to wait before the next, in ms. */
  async function round(): Promise<number> {
    if (version === null) {
      const listed = await listAll(client, resource, labelSelector);
      if (signal.aborted) return 0;
      if ("status" in listed) return refusedWith(listed, "list");
      version = listed.resourceVersion;
      follower.replace(listed.items);
      follower.state("connected", null);
    }
    const refusal = await watchEvents(
      client,
      { resource, labelSelector },
      version,
      {
        opened() {
          openedAt = now();
          follower.state("connected", null);
        },
        changed: follower.change,
        reached(resourceVersion) {
          version = resourceVersion;
          failures = 0;
        },
      },
      signal,
    );
    forgiveAfterGoodWatch();
    if (refusal) return refusedWith(refusal, "watch");
    // A server that ends each watch at once must not be asked in a tight loop.
    failures += 1;
    return reconnectDelayMs(failures, random());
  }

  function forgiveAfterGoodWatch(): void {
    if (openedAt !== null && now() - openedAt > goodAfterMs) failures = 0;
    openedAt = null;
  }

  function refusedWith(reply: Reply, verb: "list" | "watch"): number {
    failures += 1;
    if (reply.status === 404) {
      version = null;
      follower.replace([]);
      follower.state("missing", new Failure("rejected", missingResource({ resource })));
      return lookAgainForMissingMs;
    }
    // The version expired (410) or is not known to this server: list again. Overload is no reason to.
    if (reply.status !== 429 && reply.status !== 503) version = null;
    if (reply.status === 410) return reconnectDelayMs(failures, random());
    const failure = failureOfReply({ verb, resource }, reply);
    follower.state(failure.kind === "refused" ? "refused" : "reconnecting", failure);
    return Math.max(reconnectDelayMs(failures, random()), (reply.retryAfterSeconds ?? 0) * 1000);
  }

  while (!signal.aborted) {
    let delayMs: number;
    try {
      delayMs = await round();
    } catch (thrown) {
      if (signal.aborted) return;
      forgiveAfterGoodWatch();
      failures += 1;
      follower.state("reconnecting", failureOfTransport(client.host, thrown));
      delayMs = reconnectDelayMs(failures, random());
    }
    if (delayMs > 0 && !signal.aborted) await pause(delayMs, signal);
  }
}
