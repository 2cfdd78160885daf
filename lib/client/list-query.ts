import { infiniteQueryOptions } from "@tanstack/react-query";
import type { SortOrder } from "@/lib/api/choices";
import type { Page } from "@/lib/api/page";
import type { Topic } from "@/lib/api/stream";
import { queryString, request } from "./request";

/** Events arrive through the stream, which adds them on top of lists by time, and makes other lists stale. */
export type QueryTopic = Topic | "events" | "sorted-events" | "diagnosis" | "session" | "people";

/**
 * Keys of all queries: topic, then virtual cluster, then name, then the rest; a message of the stream that names
 * the first parts reaches every query below.
 */
export function queryKey(topic: QueryTopic, virtualCluster?: string, name?: string, rest?: unknown) {
  return [topic, virtualCluster ?? null, name ?? null, rest ?? null] as const;
}

/** The sorting of a list; default: the list's own. */
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
 * A user who has scrolled this far will go on: later pages are larger, so that the end of a long list is a few
 * requests away. 10,000 rows are 22 pages.
 */
export function limitOfPage(pagesBefore: number): number {
  return Math.min(largestPage, firstPage * Math.max(1, pagesBefore));
}

/** A list of the API, page by page; `loadPage` requests one page, outside the query. */
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
