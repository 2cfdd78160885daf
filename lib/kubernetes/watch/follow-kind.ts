import { afterRunning } from "@/lib/gateway/after-running";
import { Failure } from "@/lib/gateway/failure";
import {
  failureOfReply,
  failureOfTransport,
  missingResource,
  type Reply,
} from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { type Listed, listAll } from "@/lib/kubernetes/client/list-all";
import { type Kind, kinds, qualifiedName } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "../texts";
import type { KindStateName } from "./cluster-cache";
import { doubtsAbout, type Sighting } from "./confirm-gone";
import { type Doubt, isOlder, type ObjectStore } from "./object-store";
import { type ChangeType, type WatchSeconds, watchEvents } from "./watch-events";

/** Receives what the watch reports; the first four methods are the store's. */
export interface KindFollower
  extends Pick<ObjectStore<KubernetesObject>, "merge" | "change" | "sight" | "bury"> {
  state(state: KindStateName, why: Failure | null): void;
  /** This many objects may be gone, and the server is being asked. */
  unconfirmed(count: number): void;
  /** The server has just confirmed the current state. */
  synced(): void;
}

export interface FollowOptions {
  client: Pick<ClusterClient, "host" | "send" | "watch">;
  kind: Kind;
  /** Only there; without it, in all namespaces. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** How long the server keeps a watch open; without it, a few seconds. */
  watchSeconds?: WatchSeconds | undefined;
  /** Whether the selectors would return this object. */
  selects?(object: KubernetesObject): boolean;
  /** Reads one object at the API server. */
  read(namespace: string | null, name: string): Promise<Sighting>;
  follower: KindFollower;
  signal: AbortSignal;
  /** Resolves after this many ms, or immediately when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
  /** Monotonic, in ms. */
  now(): number;
  /**
   * A watch never reports what its initial list lacked. So another list follows `afterMs` later, and then one every
   * `everyMs`. Without this: never.
   */
  listsAgain?: { afterMs: number; everyMs: number };
}

const retryMissingMs = 5000;
/** A watch that stayed open this long was healthy, even if nothing happened. */
const goodAfterMs = 5000;
/** A list may take longer, but from then on the known state counts as stale. */
const listsWithinMs = 10_000;

/**
 * Follows one kind until the signal aborts: list, watch, resume from the last version seen, and list again only if
 * the server no longer has that version. The library's own informer stops at the first error, drops lines that it
 * can't parse, backs off after healthy watches, doesn't request bookmarks, and takes whatever a list lacks for
 * deleted.
 *
 * Absence is not deletion: a list adds and changes, an error does neither. What a list lacks is read object by
 * object, and goes when the server says that exactly this object doesn't exist. If one turns out to exist, the list
 * is wrong.
 */
export async function followKind(options: FollowOptions): Promise<void> {
  const {
    client,
    kind,
    namespace,
    labelSelector,
    fieldSelector,
    watchSeconds,
    selects = () => true,
    read,
    follower,
    signal,
    pause,
    random,
    now,
    listsAgain,
  } = options;
  const resource = kinds[kind];
  let version: string | null = null;
  /** Kept when the list is read again: the server's history had come this far. */
  let reached: string | null = null;
  let failures = 0;
  let openedAt: number | null = null;
  let distrust: Failure | null = null;
  let distrusts = 0;
  let watching = new AbortController();

  let isSecondList = false;
  let isListDue = false;
  let againTimer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearTimeout(againTimer), { once: true });

  /** What the last list lacked. */
  let leftOut = new Set<Doubt>();
  let isBelieved = true;

  const doubts = doubtsAbout({
    read,
    settle(doubt, sighting) {
      if (sighting.presence === "unknown") return false;
      if (sighting.object === null || !selects(sighting.object)) return follower.bury(doubt, reached ?? "");
      follower.sight(doubt, sighting.object);
      if (leftOut.has(doubt) && sighting.object.metadata.uid === doubt.held?.metadata.uid) disbelieveList();
      return true;
    },
    counted(open) {
      follower.unconfirmed(open);
      if (open === 0 && isBelieved && distrust) trustAgain();
    },
    pause,
    signal,
  });

  function trustAgain(): void {
    distrust = null;
    distrusts = 0;
    if (openedAt !== null) follower.state("connected", null);
  }

  /** An object that the list lacked exists, unchanged. Request another list while the watch continues. */
  function disbelieveList(): void {
    if (!isBelieved) return;
    isBelieved = false;
    distrusts += 1;
    const what = qualifiedName(resource);
    distrust = new Failure("unreachable", texts.listIncomplete({ resource: what }));
    follower.state("reconnecting", distrust);
    doubts.drop();
    void pause(reconnectDelayMs(distrusts + 2, random()), signal).then(listAnew);
  }

  function listAnew(): void {
    version = null;
    watching.abort();
  }

  function listAgainLater(): void {
    clearTimeout(againTimer);
    if (!listsAgain) return;
    const afterMs = isSecondList ? listsAgain.everyMs : listsAgain.afterMs;
    isSecondList = false;
    // Let the watch run to its end: how it ends is the sign of life, and a list of a frozen server would hide that.
    againTimer = setTimeout(() => {
      isSecondList = true;
      isListDue = true;
    }, afterMs).unref();
  }

  /** Returns the version that the watch continues from. */
  function takeOver({ items, resourceVersion }: Listed): string {
    const isEarlierHistory = isOlder(resourceVersion, reached ?? undefined);
    isListDue = false;
    version = resourceVersion;
    reached = resourceVersion;
    const found = follower.merge(items, { resourceVersion, isEarlierHistory });
    isBelieved = false;
    doubts.drop();
    leftOut = new Set(found.filter(({ held }) => held !== null));
    isBelieved = true;
    if (found.length === 0) distrust = null;
    if (!distrust) follower.state("connected", null);
    doubts.raise(found);
    follower.synced();
    listAgainLater();
    return resourceVersion;
  }

  async function list(): Promise<Listed | Reply> {
    const cancel = afterRunning(listsWithinMs, () => {
      const note = texts.silentFor({ host: client.host, seconds: listsWithinMs / 1000 });
      follower.state("reconnecting", new Failure("unreachable", note));
    });
    try {
      return await listAll(client, kind, labelSelector, fieldSelector, namespace);
    } finally {
      cancel();
    }
  }

  /** One list if needed, and one watch. Returns the wait before the next, in ms. */
  async function round(): Promise<number> {
    let from = version;
    if (from === null || isListDue) {
      const listed = await list();
      if (signal.aborted) return 0;
      if ("status" in listed) return refusedWith(listed, "list");
      from = takeOver(listed);
    }
    watching = new AbortController();
    const refusal = await watchEvents(
      client,
      { kind, namespace, labelSelector, fieldSelector, seconds: watchSeconds },
      from,
      {
        opened() {
          openedAt = now();
          if (!distrust) follower.state("connected", null);
          follower.synced();
        },
        changed(type: ChangeType, object: KubernetesObject) {
          const doubt = follower.change(type, object);
          if (doubt) doubts.raise([doubt]);
        },
        reached(resourceVersion) {
          version = resourceVersion;
          reached = resourceVersion;
          failures = 0;
          follower.synced();
        },
      },
      AbortSignal.any([signal, watching.signal]),
    );
    forgiveAfterGoodWatch();
    if (watching.signal.aborted) return 0;
    if (refusal) return refusedWith(refusal, "watch");
    follower.synced();
    // Don't ask a server in a tight loop that ends each watch immediately.
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
      follower.state("missing", new Failure("rejected", missingResource({ resource })));
      return retryMissingMs;
    }
    // The version has expired (410), or this server doesn't know it: list again. Overload is no reason to.
    if (reply.status !== 429 && reply.status !== 503) version = null;
    if (reply.status === 410) return reconnectDelayMs(failures, random());
    const failure = failureOfReply({ verb, resource, namespace }, reply);
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

/** Before the first retry, the second, …; the last one repeats. */
const delaysMs = [0, 250, 500, 1000, 2000, 5000, 10_000, 15_000] as const;

/**
 * The wait after this many failures in a row, in ms. Half of it is random, so that many panels don't come back to a
 * restarted API server at the same time.
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const delay = delaysMs[Math.min(failures, delaysMs.length) - 1] ?? 0;
  return Math.round(delay * (0.5 + random));
}
