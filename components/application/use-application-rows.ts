"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useListRows } from "@/components/mesh-object/use-list-rows";
import { useSort } from "@/components/mesh-object/use-sort";
import { sortColumns } from "@/lib/api/sort-columns";
import { applicationsQuery } from "@/lib/client/applications";
import { stateNames } from "./state-words";

const parsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  state: parseAsStringLiteral(stateNames),
};

/** The rows of the list as the address asks for them: filtered and sorted by the server. */
export function useApplicationRows(virtualCluster: string | undefined) {
  const [filters, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Application);
  const { q, vc, state } = filters;
  const cluster = virtualCluster ?? (vc || undefined);
  const list = useListRows(
    applicationsQuery({
      ...(cluster === undefined ? {} : { virtualCluster: cluster }),
      ...(q ? { q } : {}),
      ...(state ? { state } : {}),
      ...ordered,
    }),
  );
  const isFiltered = q !== "" || state !== null || (virtualCluster === undefined && vc !== "");
  return { ...list, filters, setFilters, cluster, sort, onSort, isFiltered };
}
