"use client";
import { useQueryStates } from "nuqs";
import { useListRows, useSort } from "@/components/mesh-object/list-frame";
import { sortColumns } from "@/lib/api/choices";
import { applicationsQuery } from "@/lib/client/applications";
import { applicationFilterOf, applicationParsers, everyNamespace } from "./application-filters";

/** The rows of the list for the page's query parameters, filtered and sorted by the server. */
export function useApplicationRows(virtualCluster: string | undefined) {
  const [filters, setFilters] = useQueryStates(applicationParsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Application);
  const { q, vc, state } = filters;
  const within = virtualCluster ?? vc;
  const list = useListRows(
    applicationsQuery({ ...applicationFilterOf({ q, vc: within, state }), ...ordered }),
  );
  const isNarrow = virtualCluster === undefined && vc !== "" && vc !== everyNamespace;
  const isFiltered = q !== "" || state !== null || isNarrow;
  const cluster = within === "" || within === everyNamespace ? undefined : within;
  return { ...list, filters, setFilters, cluster, sort, onSort, isFiltered };
}
