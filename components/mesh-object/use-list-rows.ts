"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { listQuery } from "@/lib/client/list-query";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

/** So many rows beyond those in sight are loaded ahead: three seconds of fast scrolling. */
const rowsAhead = 200;

/**
 * The rows of a list as far as they are loaded, and what `LongTable` needs to load more: from cursor to cursor until
 * there is enough for what is in sight. While the answer to another order or filter is on its way, the rows stay.
 */
export function useListRows<Item>(list: ListQuery<Item>, isHidden?: (item: Item) => boolean) {
  const [, virtualCluster] = list.queryKey;
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

  const load = useCallback(() => {
    if (hasNextPage && !isFetching && loadedCount < wanted.current) void fetchNextPage();
  }, [hasNextPage, isFetching, loadedCount, fetchNextPage]);
  useEffect(() => {
    // After a failure the next scrolling asks again, and nothing by itself.
    if (!isFetchNextPageError) load();
  }, [load, isFetchNextPageError]);
  const onShown = useCallback(
    (lastIndex: number) => {
      const next = lastIndex + rowsAhead;
      if (next === wanted.current) return;
      wanted.current = next;
      load();
    },
    [load],
  );

  const gone = loadedCount - (rows?.length ?? 0);
  return {
    query,
    rows,
    /** Of all there are, loaded or not. */
    total: Math.max((data?.pages.at(-1)?.total ?? 0) - gone, rows?.length ?? 0),
    /** For `LongTable`. */
    table: {
      onShown,
      question: JSON.stringify(list.queryKey),
      stale: query.isPlaceholderData,
      problem:
        isFetchNextPageError && query.error
          ? { message: query.error.message, onRetry: () => void fetchNextPage() }
          : null,
    },
  };
}
