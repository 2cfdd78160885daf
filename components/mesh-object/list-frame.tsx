"use client";
import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/error-state";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Column, Sort } from "@/components/ui/table/columns";
import { ColumnsMenu, SortSelect } from "@/components/ui/table/columns-menu";
import { LongTable } from "@/components/ui/table/data-table";
import { type Columns, useColumns } from "@/components/ui/table/use-columns";
import { texts } from "./texts";
import type { useListRows } from "./use-list-rows";

export interface ListFrameProps<Row> {
  /** As the page is titled: "Destination rules". */
  title: string;
  list: ReturnType<typeof useListRows<Row>>;
  /** Made outside of the component, as `hrefOf` and `actionsOf`. */
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  hrefOf: (row: Row) => string;
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  q: string;
  onSearch: (q: string) => void;
  /** Beside the search: choices that narrow the list. */
  filters?: ReactNode;
  isFiltered: boolean;
  onClear: () => void;
  /** Where the search looks, in a sentence: told when it finds nothing. */
  searched: string;
  /** What stands where there is nothing at all: how the first one comes to be. */
  empty: ReactNode;
}

/** A list of any length under its search, filters and tools; what stands while it loads, fails, or has nothing. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { title, list, sort, onSort, isFiltered } = props;
  const { query, rows, total } = list;
  const columns = useColumns(title, props.columns);
  const plural = title.toLowerCase();
  return (
    <>
      <div ref={columns.ref} className="flex flex-wrap items-center gap-2">
        <SearchInput label={texts.filter({ plural })} value={props.q} onChange={props.onSearch} />
        {props.filters ? (
          // Side by side on phones, in the line of the search elsewhere.
          <div className="flex w-full gap-2 max-sm:*:min-w-0 max-sm:*:flex-1 sm:contents">
            {props.filters}
          </div>
        ) : null}
        <ListTools
          total={query.isSuccess ? total : null}
          isFiltered={isFiltered}
          columns={columns}
          sort={sort}
          onSort={onSort}
        />
      </div>
      <Card flush>
        {!rows ? (
          query.isError ? (
            <QueryFailure what={`the ${plural}`} query={query} />
          ) : (
            <SkeletonRows rows={10} label={texts.loadingList({ plural })} />
          )
        ) : rows.length > 0 ? (
          <LongTable
            label={title}
            columns={columns.shown}
            rows={rows}
            totalRows={total}
            keyOf={props.keyOf}
            hrefOf={props.hrefOf}
            sort={sort}
            onSort={onSort}
            actionsOf={props.actionsOf}
            {...list.table}
          />
        ) : isFiltered ? (
          <EmptyState
            icon={<SearchX aria-hidden />}
            title={texts.noMatch({ plural })}
            description={props.searched}
            actions={<Button onClick={props.onClear}>{texts.clearFilter}</Button>}
          />
        ) : (
          props.empty
        )}
      </Card>
    </>
  );
}

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
        {total === null
          ? ""
          : (isFiltered ? texts.foundCount : texts.totalCount)({ count: total.toLocaleString("en") })}
      </span>
      <ColumnsMenu columns={columns} />
    </div>
  );
}
