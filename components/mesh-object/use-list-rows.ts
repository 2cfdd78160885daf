"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Sort } from "@/components/ui/table/columns";
import { sortOrders } from "@/lib/api/choices";
import type { listQuery } from "@/lib/client/list-query";
import { type ListRefresher, listRefresher } from "@/lib/client/list-refresher";
import { showList } from "@/lib/client/stale";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

/** So many rows beyond those in sight are loaded ahead: three seconds of fast scrolling. */
const rowsAhead = 200;
/** Rows around the last one in sight that a change loads anew: more than a screen holds, and those drawn ahead. */
const inSight = { before: 100, after: 50 };

/**
 * The rows of a list as far as they are loaded, and what `LongTable` needs to load more: from cursor to cursor until
 * there is enough for what is in sight. While the answer to another order or filter is on its way, the rows stay.
 */
export function useListRows<Item>(list: ListQuery<Item>, isHidden?: (item: Item) => boolean) {
  const [, virtualCluster] = list.queryKey;
  const question = JSON.stringify(list.queryKey);
  const query = useInfiniteQuery({
    ...list,
    // Rows of another virtual cluster would be taken for those of this one.
    placeholderData: (before, queryBefore) =>
      queryBefore?.queryKey[1] === virtualCluster ? before : undefined,
  });
  const { data, isFetching, hasNextPage, isFetchNextPageError, fetchNextPage } = query;
  const loaded = useMemo(() => data?.pages.flatMap(({ items }) => items), [data]);
  const rows = useMemo(
    () => (loaded && isHidden ? loaded.filter((item) => !isHidden(item)) : loaded),
    [loaded, isHidden],
  );
  const loadedCount = loaded?.length ?? 0;
  const wanted = useRef(0);

  const client = useQueryClient();
  const kept = useRef<{ question: string; refresher: ListRefresher } | null>(null);
  if (kept.current?.question !== question)
    kept.current = { question, refresher: listRefresher(client, list) };
  const { refresher } = kept.current;
  useEffect(() => showList(JSON.parse(question), refresher.refresh), [question, refresher]);

  const load = useCallback(() => {
    if (hasNextPage && !isFetching && loadedCount < wanted.current) void fetchNextPage();
  }, [hasNextPage, isFetching, loadedCount, fetchNextPage]);
  useEffect(() => {
    // After a failure the next scrolling asks again, and nothing by itself.
    if (!isFetchNextPageError) load();
  }, [load, isFetchNextPageError]);
  const onShown = useCallback(
    (lastIndex: number) => {
      void refresher.show({
        first: Math.max(0, lastIndex - inSight.before),
        last: lastIndex + inSight.after,
      });
      const next = lastIndex + rowsAhead;
      if (next === wanted.current) return;
      wanted.current = next;
      load();
    },
    [load, refresher],
  );

  const gone = loadedCount - (rows?.length ?? 0);
  return {
    query,
    rows,
    /** Of all there are, loaded or not; once all are loaded, these are all. */
    total: hasNextPage
      ? Math.max((data?.pages.at(-1)?.total ?? 0) - gone, rows?.length ?? 0)
      : (rows?.length ?? 0),
    /** For `LongTable`. */
    table: {
      onShown,
      question,
      stale: query.isPlaceholderData,
      problem:
        isFetchNextPageError && query.error
          ? { message: query.error.message, onRetry: () => void fetchNextPage() }
          : null,
    },
  };
}

/** The order of a list, as the address has it: `sort` and `order`. Columns that the list does not know count as none. */
export function useSort<Column extends string>(columns: readonly Column[]) {
  const parsers = useMemo(
    () => ({
      sort: parseAsStringLiteral(columns),
      order: parseAsStringLiteral(sortOrders).withDefault("asc"),
    }),
    [columns],
  );
  const [{ sort: column, order }, setAddress] = useQueryStates(parsers);
  const onSort = useCallback(
    (next: Sort | null) =>
      void setAddress({
        sort: columns.find((each) => each === next?.column) ?? null,
        order: next?.direction ?? null,
      }),
    [columns, setAddress],
  );
  const sort = useMemo<Sort | null>(() => (column ? { column, direction: order } : null), [column, order]);
  /** For the query of the list. */
  const ordered = useMemo(() => (column ? { sort: column, order } : {}), [column, order]);
  return { sort, onSort, ordered };
}
