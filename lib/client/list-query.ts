import { infiniteQueryOptions } from "@tanstack/react-query";
import type { SortOrder } from "@/lib/api/choices";
import type { Page } from "@/lib/api/page";
import type { Topic } from "@/lib/api/stream";
import { queryString, request } from "./request";

/** Events come by the stream: they are put on top of lists by time, and make lists of another order stale. */
export type QueryTopic = Topic | "events" | "sorted-events" | "diagnosis";

/**
 * Keys of all queries: topic first, then virtual cluster, then name, then the rest; a message of the stream that
 * names the first ones reaches every query below.
 */
export function queryKey(topic: QueryTopic, virtualCluster?: string, name?: string, rest?: unknown) {
  return [topic, virtualCluster ?? null, name ?? null, rest ?? null] as const;
}

/** How a list is to be sorted; left out, as it is by default. */
export interface ListOrder<Column extends string> {
  sort?: Column;
  order?: SortOrder;
}

export interface PageParam {
  cursor: string | null;
  limit: number;
}

const firstPage = 100;
const largestPage = 500;

/**
 * Whoever has come so far goes on: later pages are larger, so that the end of a long list is a few requests away.
 * 10,000 rows are 22 pages.
 */
export function limitOfPage(pagesBefore: number): number {
  return Math.min(largestPage, firstPage * Math.max(1, pagesBefore));
}

/** A list of the API, page by page from cursor to cursor; `loadPage` asks for one of them, outside of the query. */
export function listQuery<Item>(
  key: ReturnType<typeof queryKey>,
  path: string,
  filter: Record<string, string | number | boolean | undefined>,
) {
  const loadPage = ({ cursor, limit }: PageParam) =>
    request<Page<Item>>("GET", `${path}${queryString({ ...filter, cursor, limit })}`);
  const options = infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => loadPage(pageParam),
    initialPageParam: { cursor: null, limit: firstPage } as PageParam,
    getNextPageParam: ({ nextCursor }, pages): PageParam | null =>
      nextCursor === null ? null : { cursor: nextCursor, limit: limitOfPage(pages.length) },
  });
  return { ...options, loadPage };
}
