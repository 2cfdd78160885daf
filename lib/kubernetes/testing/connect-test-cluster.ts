import { connectCluster } from "@/lib/kubernetes/client/client";
import { watchCluster } from "@/lib/kubernetes/watch/watch-cluster";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";
import { startTestCluster } from "./start-cluster";

/** A seeded cluster, a client for it and a cache that is in sync. */
export async function connectTestCluster() {
  const cluster = await startTestCluster();
  seedCluster(cluster.objects);
  const client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  const cache = watchCluster(client);
  await cache.synced;
  return {
    ...cluster,
    client,
    cache,
    /** Another panel on the same cluster. */
    async another() {
      const other = watchCluster(client);
      await other.synced;
      return other;
    },
    async close() {
      await cache.close();
      await client.close();
      await cluster.close();
    },
  };
}

export type ConnectedTestCluster = Awaited<ReturnType<typeof connectTestCluster>>;
