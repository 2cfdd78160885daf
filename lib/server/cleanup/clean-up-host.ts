import { z } from "zod";
import type { Unrevoked } from "@/lib/gateway/certificate/revocation";
import { cleanUp, guardedWorld, type Leftovers } from "@/lib/gateway/cleanup/clean-up";
import { type Existence, nextMove } from "@/lib/gateway/cleanup/cleanup-protocol";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { World } from "@/lib/gateway/world";
import type { GatewayName } from "@/lib/model/secured-hosts";
import type { Runner } from "@/lib/runner/runner";
import type { DoTask, TaskOutcome } from "@/lib/runner/task";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import type { CleanupRow } from "@/lib/store/cleanups";
import type { Store } from "@/lib/store/open-store";
import type { NewEvent } from "@/lib/store/rows";
import type { Existences } from "./existence";
import { cleanupEvent, type HostCleanups, leftEvent, unrevokedEvent } from "./host-cleanups";
import { texts } from "./texts";

/** What is needed to undo it, besides the host and its Gateway. */
const cleanupPayload = z.object({
  /** The virtual cluster whose DNS provider holds the records: the host's own may have gone with it. */
  reachedBy: z.string().nullable(),
});

interface CleanUpParts {
  store: Pick<Store, "cleanups" | "events" | "walks">;
  index: Pick<SecuredHostIndex, "targetsOf" | "has">;
  live: Pick<LiveWalks, "remove" | "keysOf">;
  cleanups: Pick<HostCleanups, "brake" | "isTooMany" | "withdrawWanted">;
  existences: Existences;
  worldFor(virtualCluster: string, options: { host: string }): Promise<World>;
  everyDnsOf(virtualCluster: string): Promise<DnsProvider[]>;
  runner: Pick<Runner, "wake">;
  now: () => Date;
}

/** The next attempt hands over to the one that asks, instead of removing. */
const claimedSince: Existence = { is: "unknown", why: texts.wantedByOther };

/** Its own cleanup may be over, and wouldn't see what is handed over to it now. The next attempt decides again. */
const heirless: Existence = { is: "unknown", why: texts.heirless };

/**
 * How soon to ask again if the API server leaves a doubt: it costs one read, and nothing is lost in the meantime.
 */
const doubtInMs = 15_000;

/** Takes one cleanup as far as the protocol allows now. */
export function cleanUpHosts(parts: CleanUpParts): DoTask {
  const { store, cleanups, now } = parts;
  return async (task) => {
    const cleanup = await store.cleanups.read(task.id);
    if (!cleanup) return { state: "rests" };
    const evidence = {
      existence: () => existenceOf(parts, cleanup),
      isTooMany: () => cleanups.isTooMany(cleanup),
    };
    const move = await nextMove(cleanup, evidence, now());
    switch (move.kind) {
      case "rest":
        return { state: "rests" };
      case "wait":
        return { state: "wait", at: move.until };
      case "doubt":
        return doubt(parts, move.why);
      case "withdraw":
        await withdraw(parts, cleanup);
        return { state: "rests" };
      case "brake":
        await cleanups.brake(cleanup);
        return { state: "rests" };
      case "remove":
        return remove(parts, cleanup);
    }
  };
}

function existenceOf({ existences }: CleanUpParts, cleanup: CleanupRow): Promise<Existence> {
  const gateway = gatewayOf(cleanup);
  return gateway ? existences.ofGateway(gateway, cleanup.host) : existences.ofKeys(cleanup.host);
}

function doubt({ now }: CleanUpParts, problem: string): TaskOutcome {
  return { state: "retry", at: new Date(now().getTime() + doubtInMs), problem };
}

async function withdraw({ store, runner, now }: CleanUpParts, cleanup: CleanupRow): Promise<void> {
  const [withdrawn] = await store.cleanups.move([cleanup.id], ["grace", "open"], "withdrawn", now());
  if (withdrawn) await store.events.add([cleanupEvent("withdrawn", withdrawn, now())]);
  await runner.wake(cleanup.host, { fresh: true });
}

async function remove(parts: CleanUpParts, cleanup: CleanupRow): Promise<TaskOutcome> {
  const { store, live, index, runner, now } = parts;
  const { id, host } = cleanup;
  // A confirmation may have moved it on since it was read, and asks for the same.
  if (!(await store.cleanups.open(id, now()))) return { state: "rests" };
  const gateway = gatewayOf(cleanup);
  const { reachedBy } = cleanupPayload.catch({ reachedBy: null }).parse(cleanup.payload);
  const reached = reachedBy ?? gateway?.namespace ?? "";
  const world = await parts.worldFor(reached, { host });
  const every = await parts.everyDnsOf(reached);
  let stopped: Existence | "rests" | null = null;
  const stop = (why: Existence | "rests") => {
    stopped = why;
    return new Failure("conflict", texts.stopped({ host }));
  };
  const confirm = (existence: () => Promise<Existence>) => async () => {
    if ((await store.cleanups.read(id))?.state !== "open") throw stop("rests");
    const found = await existence();
    if (found.is !== "gone") throw stop(found);
  };
  let othersHoldHost = false;
  let heir: GatewayName | null = null;
  let left: Leftovers = { records: [] };
  const others = async () => {
    const claims = await parts.existences.besides(host, gateway);
    if (!claims) throw stop({ is: "unknown", why: texts.gatewaysNotListed });
    othersHoldHost = claims.holdHost || claims.sharesKeys === true;
    // The one that the records are handed over to, whatever a later look finds.
    heir ??= claims.heir;
    return claims;
  };
  // Asks for the Gateway itself, because a list may be incomplete.
  const ownIsGone = () => existenceOf(parts, cleanup);
  const heirIsThere = async () => {
    const own = await ownIsGone();
    if (own.is !== "gone" || !heir) return own;
    const { is } = await parts.existences.ofGateway(heir, host);
    return is === "present" ? own : heirless;
  };
  const nobodyAsks = async () => {
    const own = await ownIsGone();
    if (own.is !== "gone" || !gateway) return own;
    const any = await parts.existences.ofHost(host);
    return any.is === "present" ? claimedSince : any;
  };
  const onUnrevoked = (unrevoked: readonly Unrevoked[]) =>
    addOnce(
      store,
      host,
      unrevoked.map((each) => unrevokedEvent(cleanup, each, now())),
    );
  const guards = {
    records: confirm(() => (othersHoldHost ? heirIsThere() : nobodyAsks())),
    keys: confirm(nobodyAsks),
  };
  try {
    const everyDns = every.map((dns) => guardedWorld({ ...world, dns }, guards).dns);
    left = await cleanUp(guardedWorld(world, guards), { host, gateway, others, everyDns, onUnrevoked });
  } catch (thrown) {
    const why = stopped as Existence | "rests" | null;
    if (why === null) throw thrown;
    if (why === "rests") return { state: "rests" };
    if (why.is === "unknown") return doubt(parts, why.why);
    await withdraw(parts, cleanup);
    return { state: "rests" };
  } finally {
    // However far this came, the current owner of the host must notice immediately.
    if (index.targetsOf(host).length > 0) await runner.wake(host, { fresh: true });
  }
  await forgetWalks({ store, live, index }, host, gateway);
  await store.events.add([
    left.records.length > 0 ? leftEvent(cleanup, left.records, now()) : cleanupEvent("done", cleanup, now()),
  ]);
  return { state: "done" };
}

/** Adds those that an attempt before this one hasn't added: it may have ended right after. */
async function addOnce(
  { events }: Pick<CleanUpParts["store"], "events">,
  host: string,
  added: readonly NewEvent[],
): Promise<void> {
  const known = await events.list({ host, limit: 100 });
  const messages = new Set(known.items.map(({ message }) => message));
  await events.add(added.filter(({ message }) => !messages.has(message)));
}

/** Deletes the rows of unwanted walks once nothing of theirs is left in DNS or the cluster. */
async function forgetWalks(
  { store, live, index }: Pick<CleanUpParts, "store" | "live" | "index">,
  host: string,
  gateway: GatewayName | null,
): Promise<void> {
  if (!gateway) return;
  const known = new Set([...(await store.walks.keysOf(gateway, host)), ...live.keysOf(gateway, host)]);
  const keys = [...known].filter((key) => !index.has(key));
  for (const key of keys) live.remove(key);
  if (keys.length > 0) await store.walks.remove(keys);
}

function gatewayOf({ virtualCluster, gateway }: CleanupRow): GatewayName | null {
  return virtualCluster !== null && gateway !== null ? { namespace: virtualCluster, name: gateway } : null;
}
