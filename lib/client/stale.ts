import { hashKey, type Query, type QueryClient } from "@tanstack/react-query";
import type { QueryTopic } from "./list-query";

type Change = readonly [topic: QueryTopic, virtualCluster: string | null, name: string | null];

export interface Stale {
  /** Queries with this are stale; null means all virtual clusters, or all names in one. */
  mark(...change: Change): void;
}

/** Changes within this time are requested together. */
const gatherInMilliseconds = 40;

/**
 * Marks queries as stale, topic by topic, and never again before the first answer has arrived: a hundred changes in
 * a second make a few requests, and none of them is canceled over and over by the next change.
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

/** A change in any virtual cluster (or name) affects a query for all of them. */
function fits(ofQuery: unknown, ofMessage: string | null): boolean {
  return ofQuery === null || ofMessage === null || ofQuery === ofMessage;
}

type Refresh = () => Promise<void>;

/** Visible lists, by the hash of their key: they know which of their rows are visible. */
const shown = new Map<string, Set<Refresh>>();

/** While the list is visible, calls `refresh` after changes instead of loading all its pages. */
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
