"use client";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import type { Sort } from "@/components/ui/table/columns";
import { sortOrders } from "@/lib/api/sort-columns";

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
