"use client";
import {
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useSyncExternalStore,
} from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Callout } from "@/components/ui/notices";
import { type Column, nextSort, type Sort } from "./columns";
import { useKeptFocus } from "./kept-focus";
import type { SelectCells } from "./select-boxes";
import { HeaderCell, RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "./table";
import { texts } from "./texts";
import type { VirtualTableProps } from "./virtual-table";

export interface DataTableProps<Row> {
  /** The table's name: "Gateways". */
  label: string;
  /** The first column is the card's title on phones, and has the row's link. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Makes the whole row a link. */
  hrefOf?: ((row: Row) => string) | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  /** Buttons at the end of a row: a `DropdownMenu`. */
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  /** Checkboxes before each row (`useSelectCells`). */
  select?: SelectCells<Row> | undefined;
  /** `columns` fit the available width (`useColumns`): the table never scrolls sideways. */
  fits?: boolean | undefined;
}

/**
 * A table from a list of columns, for up to some hundred rows; beyond that, `VirtualTable` takes the same columns.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, hrefOf, sort = null, onSort, actionsOf, select, fits } = props;
  return (
    <Table label={label} fits={fits}>
      <TableHead>
        <TableRow>
          {select ? <HeaderCell className="w-10">{select.header}</HeaderCell> : null}
          {columns.map((column) => (
            <HeaderCell
              key={column.id}
              align={column.align}
              style={column.width ? { width: column.width } : undefined}
              className={cn(column.hideOnPhone && "max-sm:hidden", column.onPhoneOnly && "sm:hidden")}
              {...(column.sortable && onSort
                ? {
                    sorted: sort?.column === column.id ? sort.direction : null,
                    onSort: () => onSort(nextSort(sort, column.id, column.sortsFirst)),
                  }
                : {})}
            >
              {column.headerHidden ? <span className="sr-only">{column.header}</span> : column.header}
            </HeaderCell>
          ))}
          {actionsOf ? (
            <HeaderCell className="w-12">
              <span className="sr-only">{texts.actions}</span>
            </HeaderCell>
          ) : null}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const href = hrefOf?.(row);
          return (
            <TableRow
              key={keyOf(row)}
              interactive={href !== undefined}
              className={
                actionsOf
                  ? "max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-2"
                  : "max-sm:block"
              }
            >
              {select ? (
                <TableCell className="max-sm:absolute max-sm:top-3 max-sm:left-4">
                  {select.cellOf(row)}
                </TableCell>
              ) : null}
              {columns.map((column, index) => (
                <TableCell
                  key={column.id}
                  align={column.align}
                  label={index === 0 || column.headerHidden ? undefined : column.header}
                  className={cn(
                    column.hideOnPhone && "max-sm:hidden",
                    column.onPhoneOnly && "sm:hidden",
                    actionsOf && index > 0 && "max-sm:col-span-2",
                    select && index === 0 && "max-sm:pl-8",
                  )}
                >
                  {index === 0 && href ? <RowLink href={href}>{column.cell(row)}</RowLink> : column.cell(row)}
                </TableCell>
              ))}
              {actionsOf ? (
                <TableCell
                  align="end"
                  className="max-sm:-mt-1 max-sm:-mr-2 max-sm:col-start-2 max-sm:row-start-1"
                >
                  <div className="relative inline-flex">{actionsOf(row)}</div>
                </TableCell>
              ) : null}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

export interface LongTableProps<Row> extends DataTableProps<Row> {
  /** The number of all rows, including those not loaded yet. */
  totalRows: number;
  /** Called with the last visible row: load that far, and some more. */
  onShown: (lastIndex: number) => void;
  /** Identifies the query of the rows: when it changes, the table goes back to its first row. */
  question?: string | undefined;
  /** These rows still belong to the previous query; new ones are loading. */
  stale?: boolean | undefined;
  /** More rows couldn't be loaded, and why. */
  problem?: { message: string; onRetry: () => void } | null | undefined;
}

const longestPlain = 50;
const neverChanges = () => () => {};

/** A table that scrolls with the page, and renders only visible rows once it is long. */
export function LongTable<Row>(given: LongTableProps<Row>) {
  const { totalRows, onShown, question, stale, problem, ...props } = given;
  const Virtual = VirtualTable as unknown as ComponentType<VirtualTableProps<Row>>;
  const isAwake = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  // What the server renders of a long list, without knowing the window.
  const beginning = <DataTable {...props} rows={props.rows.slice(0, longestPlain)} fits />;
  const isShort = totalRows <= longestPlain;
  const { length } = props.rows;
  useEffect(() => {
    if (isShort) onShown(length);
  }, [isShort, length, onShown]);
  const { around, arrived } = useKeptFocus();
  return (
    <div {...around} className={cn("transition-opacity duration-100", stale && "opacity-60")}>
      {isShort ? (
        <Arrival onArrived={arrived}>
          <DataTable {...props} fits />
        </Arrival>
      ) : isAwake ? (
        <Suspense fallback={beginning}>
          <Arrival onArrived={arrived}>
            <Virtual {...props} totalRows={totalRows} onShown={onShown} question={question} />
          </Arrival>
        </Suspense>
      ) : (
        beginning
      )}
      {problem ? (
        // Visible at any scroll position.
        <div className="sticky bottom-4 z-20 m-4 rounded-lg bg-surface shadow-high">
          <Callout
            tone="failed"
            title={texts.cannotLoadRest}
            actions={
              <Button size="sm" onClick={problem.onRetry}>
                {texts.tryAgain}
              </Button>
            }
          >
            {problem.message}
          </Callout>
        </div>
      ) : null}
    </div>
  );
}

function Arrival({ onArrived, children }: { onArrived: () => void; children: ReactNode }) {
  useEffect(onArrived, [onArrived]);
  return children;
}

// Few lists are long: the code loads with the first long one.
const VirtualTable = lazy(async () => ({ default: (await import("./virtual-table")).VirtualTable }));

export interface EndSentinelProps {
  /** Whether there is more to load. */
  more: boolean;
  busy: boolean;
  /** The button's text: "Show older events". */
  label: string;
  onReached: () => void;
}

/** The end of a growing list: loads more when you scroll near it or press its button. */
export function EndSentinel({ more, busy, label, onReached }: EndSentinelProps) {
  const box = useRef<HTMLDivElement>(null);
  const reached = useRef(onReached);
  reached.current = onReached;
  useEffect(() => {
    const element = box.current;
    if (!element || !more || busy) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && reached.current(),
      { rootMargin: "600px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, busy]);
  if (!more) return null;
  return (
    <div ref={box} className="flex justify-center py-2">
      <Button variant="ghost" busy={busy} onClick={onReached}>
        {label}
      </Button>
    </div>
  );
}
