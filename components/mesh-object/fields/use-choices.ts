"use client";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useSettled } from "@/components/ui/use-settled";
import type { listQuery } from "@/lib/client/list-query";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

export interface Choices<Item> {
  /** The beginning of the list, plus the server's matches for recent input. */
  items: readonly Item[];
  /** Asks the server for matches; does nothing when the whole list is known. */
  search: (typed: string) => void;
  /** Nothing is known yet, or matches are loading. */
  isLoading: boolean;
  /** False if there may be names that are not among the items. */
  isComplete: boolean;
}

const pauseInMilliseconds = 150;
/** Matches to keep, so that a chosen one stays known while another field searches. */
const mostSearches = 10;
const answerSize = 100;

/** The beginning of a list, loaded page by page: at most about `most` items. */
export function useBeginningOf<Item>(list: ListQuery<Item>, most: number) {
  const { data, isSuccess, isPending, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(list);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const isMore = hasNextPage && items.length < most;
  useEffect(() => {
    if (isMore && !isFetching) void fetchNextPage();
  }, [isMore, isFetching, fetchNextPage]);
  return { items, total: data?.pages[0]?.total ?? 0, isSuccess, isPending, hasNextPage };
}

/**
 * The options of a list of any length.
 *
 * @param list the whole list
 * @param searched the list as the server filters it by a text
 * @param most loads at most this many, page by page; typing finds the rest
 */
export function useChoices<Item>(
  list: ListQuery<Item>,
  searched: (q: string) => ListQuery<Item>,
  keyOf: (item: Item) => string,
  most = 100,
): Choices<Item> {
  const { items: first, isPending, hasNextPage } = useBeginningOf(list, most);

  const [typed, setTyped] = useState("");
  const settled = useSettled(typed, pauseInMilliseconds);
  const [asked, setAsked] = useState<readonly string[]>([]);
  if (hasNextPage && settled !== "" && asked[0] !== settled)
    setAsked([settled, ...asked.filter((q) => q !== settled)].slice(0, mostSearches));
  const { found, isSearching } = useQueries({
    queries: asked.map((q) => {
      const { queryKey, loadPage } = searched(q);
      return {
        // Not the list's own key, which holds pages.
        queryKey: [...queryKey, "choice"],
        queryFn: () => loadPage({ cursor: null, limit: answerSize }),
      };
    }),
    combine: (answers) => ({
      found: answers.flatMap((answer) => answer.data?.items ?? []),
      isSearching: answers[0]?.isLoading ?? false,
    }),
  });
  const items = useMemo(
    () => [...new Map([...found, ...first].map((item) => [keyOf(item), item])).values()],
    [found, first, keyOf],
  );
  return {
    items,
    search: (text) => setTyped(text.trim().toLowerCase()),
    isLoading: isPending || (hasNextPage && (typed !== settled || isSearching)),
    isComplete: !hasNextPage,
  };
}
