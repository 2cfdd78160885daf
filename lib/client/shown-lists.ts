import { hashKey } from "@tanstack/react-query";

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
