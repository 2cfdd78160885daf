"use client";
import { memo } from "react";
import { cn } from "./cn";
import { type Column, nextSort, type Sort } from "./column";
import { SortButton } from "./sort-button";

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
}

function Header<Row>({ columns, sort, onSort, actions }: VirtualHeaderProps<Row>) {
  return (
    <div
      {...headerRoles.group}
      className="sticky top-(--sticky-top,0px) z-10 border-line border-b bg-surface max-sm:sr-only"
    >
      <div
        {...headerRoles.row}
        className="grid h-9 grid-cols-(--tracks) items-center gap-x-4 px-4 font-medium text-subtle text-xs"
      >
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
            <span className="sr-only">Actions</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** The header row of a `VirtualTable`; stays in sight below the top bar. Not drawn again with every row that comes. */
export const VirtualHeader = memo(Header) as typeof Header;
