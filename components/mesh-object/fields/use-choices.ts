"use client";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useSettled } from "@/components/ui/use-settled";
import type { listQuery } from "@/lib/client/list-query";

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

export interface Choices<Item> {
  /** The beginning of the list, and what the server has found for what was typed lately. */
  items: readonly Item[];
  /** Asks the server for what is typed; costs nothing where the whole list is known. */
  search: (typed: string) => void;
  /** Nothing is known yet, or an answer to what is typed is on its way. */
  isLoading: boolean;
  /** False where a name may exist that is not among the items. */
  isComplete: boolean;
}

const pauseInMilliseconds = 150;
/** Answers that stay in the choice, so that what was chosen by one of them is known while another field searches. */
const mostSearches = 10;
const answerSize = 100;

/**
 * What there is to choose from in a list of any length.
 *
 * @param list the whole list
 * @param searched the list as the server filters it by a text
 * @param most so many are loaded at once, page after page; the rest is found by typing
 */
export function useChoices<Item>(
  list: ListQuery<Item>,
  searched: (q: string) => ListQuery<Item>,
  keyOf: (item: Item) => string,
  most = 100,
): Choices<Item> {
  const { data, isPending, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(list);
  const first = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const isMore = hasNextPage && first.length < most;
  useEffect(() => {
    if (isMore && !isFetching) void fetchNextPage();
  }, [isMore, isFetching, fetchNextPage]);

  const [typed, setTyped] = useState("");
  const settled = useSettled(typed, pauseInMilliseconds);
  const [asked, setAsked] = useState<readonly string[]>([]);
  if (hasNextPage && settled !== "" && asked[0] !== settled)
    setAsked([settled, ...asked.filter((q) => q !== settled)].slice(0, mostSearches));
  const { found, isSearching } = useQueries({
    queries: asked.map((q) => {
      const { queryKey, loadPage } = searched(q);
      return {
        // Not the list's own key: that one holds pages.
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
