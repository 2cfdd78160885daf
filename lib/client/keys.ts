import type { Topic } from "@/lib/api/stream";

/** Events come by the stream: they are put on top of lists by time, and make lists of another order stale. */
export type QueryTopic = Topic | "events" | "sorted-events";

/**
 * Keys of all queries: topic first, then virtual cluster, then name, then the rest; a message of the stream that
 * names the first ones reaches every query below.
 */
export function queryKey(topic: QueryTopic, virtualCluster?: string, name?: string, rest?: unknown) {
  return [topic, virtualCluster ?? null, name ?? null, rest ?? null] as const;
}
