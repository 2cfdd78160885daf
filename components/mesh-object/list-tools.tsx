"use client";
import type { Sort } from "@/components/ui/table/columns";
import { ColumnsMenu, SortSelect } from "@/components/ui/table/columns-menu";
import type { Columns } from "@/components/ui/table/use-columns";

export interface ListToolsProps<Row> {
  /** Null while nobody knows. */
  total: number | null;
  isFiltered: boolean;
  columns: Columns<Row>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

/** At the end of a list's filters: how long it is (told to screen readers when it changes), its order, its columns. */
export function ListTools<Row>({ total, isFiltered, columns, sort, onSort }: ListToolsProps<Row>) {
  return (
    <div className="flex items-center gap-2 max-sm:w-full sm:ml-auto">
      <SortSelect columns={columns.all} sort={sort} onSort={onSort} className="flex-1 sm:hidden" />
      <span role="status" className="whitespace-nowrap text-subtle text-xs tabular-nums max-sm:order-last">
        {total === null ? "" : `${total.toLocaleString("en")} ${isFiltered ? "found" : "in all"}`}
      </span>
      <ColumnsMenu columns={columns} />
    </div>
  );
}
