import type { InfiniteData } from "@tanstack/react-query";
import type { Page } from "@/lib/api/page";
import type { PageParam } from "./list-query";

type Pages<Item> = InfiniteData<Page<Item>, PageParam>;

/** Rows of the list, counted from 0, both included. */
export interface Rows {
  first: number;
  last: number;
}

/** Which pages hold these rows: of the first and of the last one. Null when nothing is loaded. */
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
 * What was loaded anew for the page `first` and those after it, put in the place of what is loaded. Pages before stay,
 * as a cursor holds its place whatever comes and goes; pages after stay if they go on where the new ones end, else
 * they are let go, to be loaded when somebody comes there.
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
  // Whichever page is the last one tells how many there are.
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

/** Loads the pages from `first` to `last` anew, each from where the one before ends. */
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
