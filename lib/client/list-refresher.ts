import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Page } from "@/lib/api/page";
import type { listQuery, PageParam } from "./list-query";
import { loadFresh, pagesOfRows, type Rows, withFreshPages } from "./refreshed-pages";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

/** Keeps a list that is shown in step with the cluster: after a change it loads what is in sight, the rest on the way there. */
export interface ListRefresher {
  /** Something of the list may have changed. */
  refresh(): Promise<void>;
  /** These rows are in sight now: those that have grown old meanwhile are loaded. */
  show(rows: Rows): Promise<void>;
}

export function listRefresher<Item>(client: QueryClient, list: ListQuery<Item>): ListRefresher {
  const { queryKey, loadPage } = list;
  /** Cursors of pages that a change has passed by. */
  const old = new Set<string | null>();
  let inSight: Rows = { first: 0, last: 0 };
  let running: Promise<void> | null = null;

  const loaded = () => client.getQueryData<InfiniteData<Page<Item>, PageParam>>(queryKey);

  /** The query's own loading puts its answer over all else, so that ours has to wait for it. */
  async function settled(): Promise<void> {
    const query = client.getQueryCache().find({ queryKey, exact: true });
    while (query && query.state.fetchStatus === "fetching") await query.promise?.catch(() => undefined);
  }

  async function reload(): Promise<void> {
    await settled();
    const before = loaded();
    const place = before && pagesOfRows(before, inSight);
    if (!before || !place) return void (await client.invalidateQueries({ queryKey, exact: true }));
    const fresh = await loadFresh(before, place, loadPage);
    await settled();
    const now = loaded();
    const isMoved = now?.pageParams[place.first]?.cursor !== before.pageParams[place.first]?.cursor;
    if (!now || isMoved) return;
    client.setQueryData(queryKey, withFreshPages(now, place.first, fresh));
    for (const { cursor } of fresh.pageParams) old.delete(cursor);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn: Promise<void> = (running ?? Promise.resolve())
      .then(work)
      // What could not be loaded stays old, and is asked for with the next change or the next scrolling.
      .catch(() => undefined)
      .finally(() => {
        if (running === turn) running = null;
      });
    running = turn;
    return turn;
  }

  function isOldInSight(): boolean {
    const data = loaded();
    const place = data && pagesOfRows(data, inSight);
    if (!place) return false;
    return data.pageParams.slice(place.first, place.last + 1).some(({ cursor }) => old.has(cursor));
  }

  return {
    refresh() {
      for (const { cursor } of loaded()?.pageParams ?? []) old.add(cursor);
      return inTurn(reload);
    },
    async show(rows) {
      inSight = rows;
      if (isOldInSight()) await inTurn(async () => void (isOldInSight() && (await reload())));
    },
  };
}
