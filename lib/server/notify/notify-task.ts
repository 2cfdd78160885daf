import { z } from "zod";
import { asFailure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { readMetadata, secretValue } from "@/lib/kubernetes/metadata";
import { notifyKeys } from "@/lib/notify/keys";
import type { NotifySettings } from "@/lib/notify/notice";
import { sinks } from "@/lib/notify/registry";
import { send } from "@/lib/notify/send";
import type { DoTask } from "@/lib/runner/task";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "../log";

export const notifyTaskKind = "notify";

const payloadSchema = z.object({ notification: z.string(), sink: z.string(), virtualCluster: z.string() });

/** About a day of trying; then the notification is in the panel only. */
const mostAttempts = 24;

/** The task that delivers one notification to one sink. It holds no secret: settings are read when it is done. */
export function notifyTask(payload: z.infer<typeof payloadSchema>) {
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
  allowLoopback: boolean;
}

export function deliverNotices({ client, cache, store, log, allowLoopback }: DeliveryParts): DoTask {
  return async (task) => {
    const { notification, sink: id, virtualCluster } = payloadSchema.parse(task.payload);
    const sink = sinks.find((each) => each.id === id);
    const row = await store.notifications.read(notification);
    const settings = await notifySettings({ client, cache }, virtualCluster);
    // Read over meanwhile, or switched off: there is nothing to deliver any more.
    if (!sink || !row || !sink.configured(settings)) return { state: "done" };
    const { readAt: _, ...notice } = row;
    try {
      await send(sink.deliveryOf(notice, settings, new Date()), { allowLoopback });
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (task.attempts + 1 < mostAttempts && failure.kind !== "refused") throw failure;
      log.warn({ err: failure, sink: id, virtualCluster, notification }, "a notification was given up");
      // An event without a bell: a notification of it would go the same way.
      await store.events.add([
        {
          at: new Date().toISOString(),
          level: "warning",
          type: "notification.given-up",
          message: `“${row.title}” could not be sent to ${sink.title}: ${failure.message}`,
          remedy: failure.remedy ?? null,
          virtualCluster,
        },
      ]);
      return { state: "refused", problem: failure.message };
    }
    return { state: "done" };
  };
}

/** The settings of a virtual cluster's sinks, secret ones included: for use on the server only, never logged. */
export async function notifySettings(
  { client, cache }: Pick<DeliveryParts, "client" | "cache">,
  virtualCluster: string,
): Promise<NotifySettings> {
  const metadata = readMetadata({ cache }, virtualCluster);
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
