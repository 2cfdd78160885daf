import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Page } from "@/lib/api/page";
import type { listQuery, PageParam } from "./list-query";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

/**
 * Keeps a visible list up to date with the cluster: after a change it loads the visible rows, and the rest as the
 * user scrolls.
 */
export interface ListRefresher {
  /** Something of the list may have changed. */
  refresh(): Promise<void>;
  /** These rows are visible now; stale ones among them are loaded. */
  show(rows: Rows): Promise<void>;
}

export function listRefresher<Item>(client: QueryClient, list: ListQuery<Item>): ListRefresher {
  const { queryKey, loadPage } = list;
  /** Cursors of stale pages. */
  const old = new Set<string | null>();
  let inSight: Rows = { first: 0, last: 0 };
  let running: Promise<void> | null = null;

  const loaded = () => client.getQueryData<InfiniteData<Page<Item>, PageParam>>(queryKey);

  /** The query's own result would overwrite everything else, so ours must wait for it. */
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
      // Pages that failed to load stay stale, and are requested with the next change or scrolling.
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

type Pages<Item> = InfiniteData<Page<Item>, PageParam>;

/** Rows of the list, from 0, both inclusive. */
export interface Rows {
  first: number;
  last: number;
}

/** The pages with these rows: of the first and of the last one. Null when nothing is loaded. */
export function pagesOfRows<Item>(
  { pages }: Pages<Item>,
  rows: Rows,
): { first: number; last: number } | null {
  if (pages.length === 0) return null;
  let end = 0;
  let first = 0;
  let last = 0;
  for (const [index, { items }] of pages.entries()) {
    if (end <= rows.first) first = index;
    if (end <= rows.last) last = index;
    end += items.length;
  }
  return { first, last };
}

/**
 * The loaded list with the new pages from `first` on in place of the old ones. Earlier pages stay, because a cursor
 * keeps its place through any change. Later pages stay if they continue where the new ones end; otherwise they are
 * dropped, and load when the user scrolls there.
 */
export function withFreshPages<Item>(
  { pages, pageParams }: Pages<Item>,
  first: number,
  fresh: Pages<Item>,
): Pages<Item> {
  const next = first + fresh.pages.length;
  const end = fresh.pages.at(-1);
  const goesOn = end !== undefined && end.nextCursor !== null && pageParams[next]?.cursor === end.nextCursor;
  const total = end?.total ?? 0;
  // The last page has the total number.
  const counted = (page: Page<Item>) => (page.total === total ? page : { ...page, total });
  return {
    pages: [
      ...pages.slice(0, first).map(counted),
      ...fresh.pages,
      ...(goesOn ? pages.slice(next).map(counted) : []),
    ],
    pageParams: [
      ...pageParams.slice(0, first),
      ...fresh.pageParams,
      ...(goesOn ? pageParams.slice(next) : []),
    ],
  };
}

/** Loads the pages from `first` to `last` again, each from the end of the previous one. */
export async function loadFresh<Item>(
  { pageParams }: Pages<Item>,
  { first, last }: { first: number; last: number },
  loadPage: (param: PageParam) => Promise<Page<Item>>,
): Promise<Pages<Item>> {
  const fresh: Pages<Item> = { pages: [], pageParams: [] };
  let param = pageParams[first];
  for (let index = first; index <= last && param; index++) {
    const page = await loadPage(param);
    fresh.pages.push(page);
    fresh.pageParams.push(param);
    const limit = pageParams[index + 1]?.limit ?? param.limit;
    param = page.nextCursor === null ? undefined : { cursor: page.nextCursor, limit };
  }
  return fresh;
}
