import { hashKey, type Query, type QueryClient } from "@tanstack/react-query";
import type { QueryTopic } from "./list-query";

type Change = readonly [topic: QueryTopic, virtualCluster: string | null, name: string | null];

export interface Stale {
  /** Queries that hold this are out of date; null stands for all virtual clusters, or all names in one. */
  mark(...change: Change): void;
}

/** What comes within this time is asked for together. */
const gatherInMilliseconds = 40;

/**
 * Marks queries as stale, a topic at a time and never a second time before the first answer is there: a hundred
 * changes in a second make a few requests, and none of them is cut short by the next change for ever.
 */
export function gatherStale(client: QueryClient): Stale {
  const due = new Map<QueryTopic, Map<string, Change>>();
  const busy = new Set<QueryTopic>();

  async function ask(topic: QueryTopic) {
    busy.add(topic);
    while (due.has(topic)) {
      await new Promise((resolve) => setTimeout(resolve, gatherInMilliseconds));
      const changes = [...(due.get(topic)?.values() ?? [])];
      due.delete(topic);
      const isTouched = ({ queryKey: [ofTopic, ofCluster, ofName] }: Pick<Query, "queryKey">) =>
        ofTopic === topic &&
        changes.some(([, virtualCluster, name]) => fits(ofCluster, virtualCluster) && fits(ofName, name));
      const lists = client
        .getQueryCache()
        .findAll({ predicate: isTouched })
        .flatMap(({ queryHash }) => refreshesOf(queryHash));
      await Promise.all([
        client.invalidateQueries({
          predicate: (query) => isTouched(query) && refreshesOf(query.queryHash).length === 0,
        }),
        ...lists.map((refresh) => refresh()),
      ]);
    }
    busy.delete(topic);
  }

  return {
    mark(...change) {
      const [topic] = change;
      const changes = due.get(topic) ?? new Map<string, Change>();
      due.set(topic, changes.set(`${change[1]}/${change[2]}`, change));
      if (!busy.has(topic)) void ask(topic);
    },
  };
}

/** A query for all clusters (or names) is touched by a change in any of them. */
function fits(ofQuery: unknown, ofMessage: string | null): boolean {
  return ofQuery === null || ofMessage === null || ofQuery === ofMessage;
}

type Refresh = () => Promise<void>;

/** Lists that are shown, by the hash of their key: they know which of their rows are in sight. */
const shown = new Map<string, Set<Refresh>>();

/** While the list is shown, `refresh` is called after changes, instead of loading all its pages. */
export function showList(queryKey: readonly unknown[], refresh: Refresh): () => void {
  const key = hashKey(queryKey);
  const those = shown.get(key) ?? new Set();
  shown.set(key, those.add(refresh));
  return () => {
    those.delete(refresh);
    if (those.size === 0 && shown.get(key) === those) shown.delete(key);
  };
}

export function refreshesOf(queryHash: string): readonly Refresh[] {
  return [...(shown.get(queryHash) ?? [])];
}
