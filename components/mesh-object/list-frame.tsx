"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, SearchX } from "lucide-react";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import type { BulkName } from "@/components/bulk/bulk-kinds";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { Popover } from "@/components/ui/overlay/popover";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import type { Column, Sort } from "@/components/ui/table/columns";
import { LongTable } from "@/components/ui/table/data-table";
import { type Columns, useColumns } from "@/components/ui/table/use-columns";
import { SortSelect, ViewMenu } from "@/components/ui/table/view-menu";
import { sortOrders } from "@/lib/api/choices";
import type { listQuery } from "@/lib/client/list-query";
import { type ListRefresher, listRefresher } from "@/lib/client/list-refresher";
import { showList } from "@/lib/client/stale";
import type { SavedFiltersPanelProps } from "./saved-filters-panel";
import { texts } from "./texts";
import { useBulk } from "./use-bulk";

export interface ListFrameProps<Row> {
  /** The page's title: "Destination rules". */
  title: string;
  list: ReturnType<typeof useListRows<Row>>;
  /** Create it outside the component, like `hrefOf` and `actionsOf`. */
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Without it, rows lead nowhere. */
  hrefOf?: ((row: Row) => string) | undefined;
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  q: string;
  onSearch: (q: string) => void;
  /** Next to the search: the filters. */
  filters?: ReactNode;
  /** How many filters are set. */
  filtersSet?: number | undefined;
  isFiltered: boolean;
  onClear: () => void;
  /** Which fields the search covers, in a sentence, shown when it finds nothing. */
  searched: string;
  /** Shown for an empty list: how to create the first object. */
  empty: ReactNode;
  /** What the rows are, if you can select several of them. */
  bulk?: BulkName | undefined;
}

/** A list of any length with its search, filters and tools, and its loading, error and empty states. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { title, list, sort, onSort, isFiltered } = props;
  const { query, rows, total } = list;
  const columns = useColumns(title, props.columns);
  const plural = title.toLowerCase();
  const bulk = useBulk({ bulk: props.bulk, title, keyOf: props.keyOf, list, isStale: list.table.stale });
  return (
    <>
      <div ref={columns.ref} className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={texts.filter({ plural })}
          value={props.q}
          onChange={props.onSearch}
          className={props.filters ? searchBesideFold : undefined}
        />
        {props.filters ? <FilterFold count={props.filtersSet ?? 0}>{props.filters}</FilterFold> : null}
        <ListTools
          title={title}
          total={query.isSuccess ? total : null}
          isFiltered={isFiltered}
          columns={columns}
          sort={sort}
          onSort={onSort}
        />
      </div>
      {bulk.bar}
      <Card flush className={bulk.isShown ? "mb-16" : undefined}>
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
            select={bulk.select}
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
  /** Of the list. */
  title: string;
  /** Null while unknown. */
  total: number | null;
  isFiltered: boolean;
  columns: Columns<Row>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

const SavedFiltersPanel = deferred<SavedFiltersPanelProps>(
  () => import("./saved-filters-panel").then((module) => module.SavedFiltersPanel),
  () => <Skeleton className="h-24 w-full" />,
);

const savedFiltersButton = (
  <IconButton label={texts.savedFilters} variant="secondary">
    <Bookmark aria-hidden />
  </IconButton>
);

/**
 * At the end of a list's filters: its length (announced to screen readers when it changes), sorting and columns.
 */
export function ListTools<Row>({ title, total, isFiltered, columns, sort, onSort }: ListToolsProps<Row>) {
  return (
    <div className="flex items-center gap-2 max-sm:w-full sm:ml-auto">
      <SortSelect columns={columns.all} sort={sort} onSort={onSort} className="flex-1 sm:hidden" />
      <span role="status" className="whitespace-nowrap text-subtle text-xs tabular-nums max-sm:order-last">
        {total === null
          ? ""
          : (isFiltered ? texts.foundCount : texts.totalCount)({ count: total.toLocaleString("en") })}
      </span>
      <Popover label={texts.savedFilters} trigger={savedFiltersButton}>
        {(close) => <SavedFiltersPanel list={title} close={close} />}
      </Popover>
      <ViewMenu columns={columns} />
    </div>
  );
}

type ListQuery<Item> = ReturnType<typeof listQuery<Item>>;

/** Rows to load beyond the visible ones: three seconds of fast scrolling. */
const rowsAhead = 200;
/** Rows around the last visible one that a change reloads: more than a screen plus the rows rendered ahead. */
const inSight = { before: 100, after: 50 };

/**
 * The loaded rows of a list, and what `LongTable` needs to load more: page after page until there is enough for the
 * visible part. Rows stay while another sorting or filter loads.
 */
export function useListRows<Item>(list: ListQuery<Item>, isHidden?: (item: Item) => boolean) {
  const [, virtualCluster] = list.queryKey;
  const question = JSON.stringify(list.queryKey);
  const query = useInfiniteQuery({
    ...list,
    // Rows of another virtual cluster would look like rows of this one.
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
    // After a failure, only the next scrolling requests it again.
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

  const loadAll = useCallback(async () => {
    for (let isMore = hasNextPage; isMore; ) {
      const page = await fetchNextPage();
      if (page.isError) throw page.error;
      isMore = page.hasNextPage;
    }
  }, [hasNextPage, fetchNextPage]);

  const gone = loadedCount - (rows?.length ?? 0);
  return {
    query,
    rows,
    /** Loads the rest of the list. Throws `ApiProblem`. */
    loadAll,
    /** The filters, without the sorting. */
    scope: scopeOf(list.queryKey),
    /** Of all rows, loaded or not; once everything is loaded, these are all. */
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

function scopeOf([topic, virtualCluster, , rest]: ListQuery<unknown>["queryKey"]): string {
  const { sort: _, order: __, ...filter } = (rest ?? {}) as Record<string, unknown>;
  return JSON.stringify([topic, virtualCluster, filter]);
}

/**
 * The sorting of a list from the query parameters `sort` and `order`. Ignores columns that the list doesn't know.
 */
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
