"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo } from "react";
import { applicationsQuery } from "@/lib/client/applications";
import { sortApplications } from "./sort-applications";
import { stateNames } from "./state-words";

const parsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  state: parseAsStringLiteral(stateNames),
  sort: parseAsString,
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
};

/** The rows of the list as the address asks for them: filtered by the server, sorted here. */
export function useApplicationRows(virtualCluster: string | undefined) {
  const [filters, setFilters] = useQueryStates(parsers);
  const { q, vc, state, sort: column, order } = filters;
  const cluster = virtualCluster ?? (vc || undefined);
  const query = useInfiniteQuery(
    applicationsQuery({
      ...(cluster === undefined ? {} : { virtualCluster: cluster }),
      ...(q ? { q } : {}),
      ...(state ? { state } : {}),
    }),
  );
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const sort = useMemo(() => (column ? { column, direction: order } : null), [column, order]);
  const rows = useMemo(() => {
    const loaded = data?.pages.flatMap(({ items }) => items);
    return loaded && sortApplications(loaded, sort);
  }, [data, sort]);

  // An order of one's own is true only over all of them; the server's own order needs no more than is in sight.
  useEffect(() => {
    if (sort && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [sort, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const isFiltered = q !== "" || state !== null || (virtualCluster === undefined && vc !== "");
  return {
    filters,
    setFilters,
    cluster,
    query,
    rows,
    total: data?.pages.at(-1)?.total ?? 0,
    sort,
    isFiltered,
  };
}
