"use client";
import { type CSSProperties, memo, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Column, nextSort, type Sort } from "./columns";
import { RowLink, SortButton } from "./table";
import { texts } from "./texts";

/**
 * Placeholder rows, painted as a background. When you scroll faster than rows render – the compositor doesn't wait
 * for scripts – you see these instead of white. Real rows cover them.
 */
export function skeletonBackground(rowHeightInPixels: number): CSSProperties {
  const middle = rowHeightInPixels / 2;
  const bar = `transparent ${middle - 8}px, var(--hover) ${middle - 8}px ${middle + 8}px, transparent ${middle + 8}px`;
  const line = `transparent ${rowHeightInPixels - 1}px, var(--line) ${rowHeightInPixels - 1}px`;
  const layers = [
    { image: `linear-gradient(${bar})`, at: "1rem", width: "10rem" },
    { image: `linear-gradient(${bar})`, at: "45%", width: "7rem" },
    { image: `linear-gradient(${bar})`, at: "calc(100% - 4rem)", width: "5rem" },
    { image: `linear-gradient(${line})`, at: "0", width: "100%" },
  ];
  const each = (part: (layer: (typeof layers)[number]) => string) => layers.map(part).join(", ");
  return {
    backgroundImage: each(({ image }) => image),
    backgroundPosition: each(({ at }) => `${at} 0`),
    backgroundSize: each(({ width }) => `${width} ${rowHeightInPixels}px`),
    backgroundRepeat: each(() => "repeat-y"),
  };
}

const headerRoles = {
  group: { role: "rowgroup" },
  row: { role: "row", "aria-rowindex": 1 },
  cell: (direction: Sort["direction"] | null) =>
    ({
      role: "columnheader",
      "aria-sort": direction === null ? undefined : direction === "asc" ? "ascending" : "descending",
    }) as const,
} as const;

interface VirtualHeaderProps<Row> {
  columns: readonly Column<Row>[];
  sort: Sort | null;
  onSort: ((sort: Sort | null) => void) | undefined;
  actions: boolean;
  /** The checkbox of the header. */
  select: ReactNode;
}

function Header<Row>({ columns, sort, onSort, actions, select }: VirtualHeaderProps<Row>) {
  return (
    <div
      {...headerRoles.group}
      className="sticky top-(--sticky-top,0px) z-10 border-line border-b bg-surface max-sm:sr-only"
    >
      <div
        {...headerRoles.row}
        className="grid h-9 grid-cols-(--tracks) items-center gap-x-4 px-4 font-medium text-subtle text-xs"
      >
        {select ? <div {...headerRoles.cell(null)}>{select}</div> : null}
        {columns.map((column) => {
          const direction = sort?.column === column.id ? sort.direction : null;
          return (
            <div
              key={column.id}
              {...headerRoles.cell(direction)}
              className={cn("truncate", column.align === "end" && "text-right")}
            >
              {column.sortable && onSort ? (
                <SortButton
                  sorted={direction}
                  onSort={() => onSort(nextSort(sort, column.id, column.sortsFirst))}
                >
                  {column.header}
                </SortButton>
              ) : (
                <span className={cn(column.headerHidden && "sr-only")}>{column.header}</span>
              )}
            </div>
          );
        })}
        {actions ? (
          <div {...headerRoles.cell(null)}>
            <span className="sr-only">{texts.actions}</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** The header row of a `VirtualTable`; stays visible below the top bar. Doesn't rerender with new rows. */
export const VirtualHeader = memo(Header) as typeof Header;

// The header is row 1.
export const rowRole = (index: number) => ({ role: "row", "aria-rowindex": index + 2 }) as const;
export const cellRole = { role: "cell" } as const;

interface VirtualRowProps<Row> {
  measure: (element: HTMLElement | null) => void;
  index: number;
  /** Distance from the first row, in pixels. */
  top: number;
  row: Row;
  columns: readonly Column<Row>[];
  hrefOf: ((row: Row) => string) | undefined;
  actionsOf: ((row: Row) => ReactNode) | undefined;
  selectOf: ((row: Row) => ReactNode) | undefined;
  /** A card with a line for each value, after its name. */
  isCard: boolean;
}

function Row<Item>(props: VirtualRowProps<Item>) {
  const { measure, index, top, row, columns, isCard } = props;
  const href = props.hrefOf?.(row);
  const actions = props.actionsOf?.(row);
  const select = props.selectOf?.(row);
  const content = (column: Column<Item>, position: number) =>
    position === 0 && href ? <RowLink href={href}>{column.cell(row)}</RowLink> : column.cell(row);
  return (
    <div
      ref={measure}
      data-index={index}
      {...rowRole(index)}
      // Not positioned with a transform: each one adds a layer to every frame.
      style={{ top }}
      className={cn(
        "group/row absolute inset-x-0 border-line border-b bg-surface px-4 contain-content",
        isCard
          ? "grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 py-3 compact:py-1.5"
          : "grid min-h-11 compact:min-h-8 grid-cols-(--tracks) items-center gap-x-4 py-1 compact:py-0",
        href && "hover:bg-sunken",
      )}
    >
      {select ? (
        <div {...cellRole} className={isCard ? "absolute top-3.5 left-4" : undefined}>
          {select}
        </div>
      ) : null}
      {columns.map((column, position) =>
        isCard ? (
          <div
            key={column.id}
            {...cellRole}
            className={cn(
              "flex min-w-0 items-baseline gap-3 py-0.5",
              (position > 0 || !actions) && "col-span-2",
              position === 0 && select && "pl-8",
            )}
          >
            {position > 0 && !column.headerHidden ? (
              <span aria-hidden className="w-28 shrink-0 text-subtle text-xs">
                {column.header}
              </span>
            ) : null}
            <div className="min-w-0 truncate">{content(column, position)}</div>
          </div>
        ) : (
          <div
            key={column.id}
            {...cellRole}
            className={cn("min-w-0 truncate", column.align === "end" && "text-right")}
          >
            {content(column, position)}
          </div>
        ),
      )}
      {actions ? (
        <div
          {...cellRole}
          className={isCard ? "-mt-1 -mr-2 col-start-2 row-start-1" : "relative justify-self-end"}
        >
          {actions}
        </div>
      ) : null}
    </div>
  );
}

/**
 * A row of a `VirtualTable`: a line of cells, or on phones a small card. Rerenders only when its own row moves or
 * changes, so columns and functions must be stable; at sixty frames a second that makes the difference.
 */
export const VirtualRow = memo(Row) as typeof Row;

interface VirtualSkeletonRowProps {
  index: number;
  /** Distance from the first row, in pixels. */
  top: number;
  heightPx: number;
}

/** A row of a `VirtualTable` that isn't loaded yet. Not animated, because twenty at once would cost frames. */
export const VirtualSkeletonRow = memo(function VirtualSkeletonRow(props: VirtualSkeletonRowProps) {
  const { index, top, heightPx } = props;
  return (
    <div
      {...rowRole(index)}
      data-loading
      className="absolute inset-x-0 bg-surface"
      style={{
        top,
        height: heightPx,
        ...skeletonBackground(heightPx),
      }}
    >
      <div {...cellRole} className="sr-only">
        {texts.loading}
      </div>
    </div>
  );
});
