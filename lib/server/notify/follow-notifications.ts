import type { ClusterClient } from "@/lib/kubernetes/client";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { sinksFor } from "@/lib/notify/registry";
import type { Runner } from "@/lib/runner/runner";
import type { Store } from "@/lib/store/open-store";
import type { NotificationRow } from "@/lib/store/rows";
import type { Log } from "../log";
import { notifySettings, notifyTask } from "./notify-task";

const reached = "notify.reached";

interface Parts {
  client: ClusterClient;
  cache: ClusterCache;
  store: Store;
  runner: Pick<Runner, "addTask">;
  log: Log;
}

/**
 * Makes a delivery task of each notification and sink, also of those that were written while nobody was looking. What
 * two processes see at the same moment may be delivered twice, under one `Lamia-Delivery`.
 */
export async function followNotifications(parts: Parts): Promise<() => Promise<void>> {
  const { store, log } = parts;
  let working: Promise<void> = Promise.resolve();
  let isAwaited = false;
  let isStopped = false;
  const look = () => {
    // One look that has not begun yet sees whatever is written until then.
    if (isAwaited) return working;
    isAwaited = true;
    working = working
      .then(() => {
        isAwaited = false;
        return isStopped ? undefined : passOn(parts);
      })
      .catch((err: unknown) => log.error({ err }, "a notification was not passed on"));
    return working;
  };
  const stop = store.onChange((change) => {
    if ((change.kind === "notification" && change.id !== null) || change.kind === "unknown") void look();
  });
  await look();
  return () => {
    stop();
    isStopped = true;
    return working;
  };
}

async function passOn(parts: Parts): Promise<void> {
  const { store, runner } = parts;
  const before = await store.settings.read(reached);
  const newest = (await store.notifications.list({ limit: 1 })).items[0];
  // What was written before there were sinks is not sent afterwards.
  if (typeof before !== "string") return store.settings.write(reached, newest?.id ?? "0", new Date());
  for (const row of await writtenAfter(store, before)) {
    const { virtualCluster } = row;
    if (virtualCluster !== null) {
      const settings = await notifySettings(parts, virtualCluster);
      for (const { id } of sinksFor(row, settings)) {
        const task = notifyTask({ notification: row.id, sink: id, virtualCluster });
        const known = await store.tasks.list({ q: task.subject, limit: 500 });
        if (!known.items.some(({ subject }) => subject === task.subject)) await runner.addTask(task);
      }
    }
    await store.settings.write(reached, row.id, new Date());
  }
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
