import { z } from "zod";
import { asFailure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { knownMetadata, secretValue } from "@/lib/kubernetes/objects/metadata";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { Settings } from "@/lib/model/settings";
import type { AllowedTargets } from "@/lib/net/addresses";
import { send } from "@/lib/notify/send";
import { notifyKeys, sinks, sinksFor } from "@/lib/notify/sinks";
import type { Runner } from "@/lib/runner/runner";
import type { DoTask } from "@/lib/runner/task";
import type { Log } from "@/lib/server/log";
import { gather } from "@/lib/store/gather";
import type { Store } from "@/lib/store/open-store";
import type { NotificationRow } from "@/lib/store/rows";
import { texts } from "./texts";

export const notifyTaskKind = "notify";

const payloadSchema = z.object({ notification: z.string(), sink: z.string(), virtualCluster: z.string() });

/** About a day of attempts; after that, the notification is only in the panel. */
const mostAttempts = 24;

/**
 * The task that delivers one notification to one destination. It holds no secret: it reads the settings when it
 * runs.
 */
function notifyTask(payload: z.infer<typeof payloadSchema>) {
  return {
    kind: notifyTaskKind,
    subject: `notification ${payload.notification} to ${payload.sink}`,
    payload,
  };
}

interface DeliveryParts {
  client: ClusterClient;
  cache: ClusterCache;
  store: Store;
  log: Log;
  allowed: AllowedTargets;
}

export function deliverNotices({ client, cache, store, log, allowed }: DeliveryParts): DoTask {
  return async (task) => {
    const { notification, sink: id, virtualCluster } = payloadSchema.parse(task.payload);
    const sink = sinks.find((each) => each.id === id);
    const row = await store.notifications.read(notification);
    const settings = await notifySettings({ client, cache }, virtualCluster);
    // Read in the meantime, or switched off: there is nothing to deliver any more.
    if (!sink || !row || !sink.configured(settings)) return { state: "done" };
    const { readAt: _, ...notice } = row;
    try {
      await send(sink.deliveryOf(notice, settings, new Date()), { allowed });
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (task.attempts + 1 < mostAttempts && failure.kind !== "refused") throw failure;
      log.warn({ err: failure, sink: id, virtualCluster, notification }, "a notification was given up");
      // An event without a notification, which would fail in the same way.
      await store.events.add([
        {
          at: new Date().toISOString(),
          level: "warning",
          type: "notification.given-up",
          message: texts.notSent({ title: row.title, destination: sink.title, reason: failure.message }),
          remedy: failure.remedy ?? null,
          virtualCluster,
        },
      ]);
      return { state: "refused", problem: failure.message };
    }
    return { state: "done" };
  };
}

/**
 * The settings of a virtual cluster's destinations, including secret ones: only for use on the server.
 */
export async function notifySettings(
  { client, cache }: Pick<DeliveryParts, "client" | "cache">,
  virtualCluster: string,
): Promise<Settings> {
  const metadata = await knownMetadata({ cache }, virtualCluster);
  if (!metadata) return {};
  const wanted = notifyKeys.filter(({ key, secret }) => secret && metadata.secretKeys.includes(key));
  const secrets = await Promise.all(
    wanted.map(async ({ key }) => [key, await secretValue({ client }, virtualCluster, key)] as const),
  );
  return {
    ...metadata.plain,
    ...Object.fromEntries(secrets.flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
  };
}

const reached = "notify.reached";
/** Hundreds of notifications may come one by one. */
const betweenRunsMs = 200;

interface Parts {
  client: ClusterClient;
  cache: ClusterCache;
  store: Store;
  runner: Pick<Runner, "addTask">;
  log: Log;
}

/**
 * Creates a delivery task for each notification and destination, including those from while Lamia was down. What
 * two processes see at the same moment may be delivered twice, with the same `Lamia-Delivery`.
 */
export async function followNotifications(parts: Parts): Promise<() => Promise<void>> {
  const { store, log } = parts;
  let isStopped = false;
  const catchUp = gather<void, void>(
    async (asked) => {
      if (!isStopped)
        await passOn(parts).catch((err: unknown) => log.error({ err }, "a notification was not passed on"));
      return asked.map(() => undefined);
    },
    { restsInMs: betweenRunsMs },
  );
  let working = catchUp();
  const stop = store.onChange((change) => {
    if ((change.kind === "notification" && change.id !== null) || change.kind === "unknown")
      working = catchUp();
  });
  await working;
  return () => {
    stop();
    isStopped = true;
    return working;
  };
}

async function passOn(parts: Parts): Promise<void> {
  const { store, runner } = parts;
  const before = await store.settings.read(reached);
  // Notifications from before the destination was set up aren't sent.
  if (typeof before !== "string") {
    const newest = (await store.notifications.list({ limit: 1 })).items[0];
    return store.settings.write(reached, newest?.id ?? "0", new Date());
  }
  const fresh = await writtenAfter(store, before);
  for (const row of fresh) {
    const { virtualCluster } = row;
    if (virtualCluster !== null) {
      // Where nobody may read the destinations, the panel alone shows it.
      const settings = await notifySettings(parts, virtualCluster).catch(noneIfRefused);
      for (const { id } of sinksFor(row, settings)) {
        const task = notifyTask({ notification: row.id, sink: id, virtualCluster });
        const known = await store.tasks.list({ q: task.subject, limit: 500 });
        if (!known.items.some(({ subject }) => subject === task.subject)) await runner.addTask(task);
      }
    }
  }
  // Those that were passed on before an interruption are known by their tasks.
  const last = fresh.at(-1);
  if (last) await store.settings.write(reached, last.id, new Date());
}

function noneIfRefused(thrown: unknown): Settings {
  const { kind } = asFailure(thrown);
  if (kind === "refused" || kind === "unconfigured") return {};
  throw thrown;
}

/** Oldest first. */
async function writtenAfter(store: Store, id: string): Promise<NotificationRow[]> {
  const rows: NotificationRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await store.notifications.list({ limit: 100, cursor });
    const fresh = page.items.filter((row) => BigInt(row.id) > BigInt(id));
    rows.push(...fresh);
    if (fresh.length < page.items.length || page.nextCursor === null) return rows.toReversed();
    cursor = page.nextCursor;
  }
}
