import { asFailure } from "@/lib/gateway/failure";
import { virtualClusterOfSettings } from "@/lib/kubernetes/vault/last-settings";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { Log } from "@/lib/server/log";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import type { Worlds } from "@/lib/server/walks/worlds";
import type { Store } from "@/lib/store/open-store";

/**
 * Has the settings of each Namespace stored when its deletion begins, while its Secret is still known: its cleanups need them.
 * Asking for its providers does that.
 */
export function storeSettings({
  index,
  worlds,
  log,
}: {
  index: Pick<SecuredHostIndex, "onChange">;
  worlds: Pick<Worlds, "everyDnsOf">;
  log: Pick<Log, "warn">;
}): () => void {
  return index.onChange((change) => {
    if (change.kind !== "Namespace" || change.type === "deleted") return;
    const { name, deletionTimestamp } = change.object.metadata;
    if (deletionTimestamp === undefined) return;
    worlds.everyDnsOf(name).catch((err: unknown) => log.warn({ err, name }, "settings could not be stored"));
  });
}

interface Parts {
  cache: Pick<ClusterCache, "list" | "get">;
  worlds: Pick<Worlds, "forgetSettings">;
  store: Pick<Store, "cleanups">;
  vaultNamespace: string;
  log: Pick<Log, "warn">;
}

/** Of Namespaces that are gone, and whose hosts are cleaned up. */
export async function forgetSettings({ cache, worlds, store, vaultNamespace, log }: Parts): Promise<void> {
  const gone = cache
    .list("Secret", vaultNamespace)
    .flatMap(({ metadata }) => virtualClusterOfSettings(metadata.name) ?? [])
    .filter((name) => cache.get("Namespace", null, name) === null);
  if (gone.length === 0) return;
  const needed = (await store.cleanups.pending()).flatMap(({ virtualCluster, payload }) => [
    virtualCluster,
    (payload as { reachedBy?: unknown } | null)?.reachedBy,
  ]);
  for (const name of gone.filter((each) => !needed.includes(each)))
    await worlds
      .forgetSettings(name)
      .catch((err: unknown) => log.warn({ err: asFailure(err), name }, "settings could not be forgotten"));
}
