import type { Topic } from "@/lib/api/stream";

/**
 * Keys of all queries: topic first, then virtual cluster, then name, then the rest; a message of the stream that
 * names the first ones reaches every query below.
 */
export function queryKey(topic: Topic | "events", virtualCluster?: string, name?: string, rest?: unknown) {
  return [topic, virtualCluster ?? null, name ?? null, rest ?? null] as const;
}
