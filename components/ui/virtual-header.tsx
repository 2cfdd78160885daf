"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { cn } from "./cn";
import { type Column, nextSort, type Sort } from "./column";

const roles = {
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

/** The header row of a `VirtualTable`; stays on top of its box. */
export function VirtualHeader<Row>({ columns, sort, onSort, actions }: VirtualHeaderProps<Row>) {
  return (
    <div {...roles.group} className="sticky top-0 z-10 border-line border-b bg-surface max-sm:sr-only">
      <div
        {...roles.row}
        className="grid h-9 grid-cols-(--tracks) items-center gap-x-4 px-4 font-medium text-subtle text-xs"
      >
        {columns.map((column) => {
          const direction = sort?.column === column.id ? sort.direction : null;
          const Arrow = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
          return (
            <div
              key={column.id}
              {...roles.cell(direction)}
              className={cn("truncate", column.align === "end" && "text-right")}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  onClick={() => onSort(nextSort(sort, column.id))}
                  className={cn(
                    "inline-flex cursor-pointer items-center gap-1 rounded-sm py-1",
                    "outline-offset-[-1px] hover:text-ink",
                    direction && "text-ink",
                  )}
                >
                  {column.header}
                  <Arrow aria-hidden className={cn("size-3", !direction && "opacity-60")} />
                </button>
              ) : (
                <span className={cn(column.headerHidden && "sr-only")}>{column.header}</span>
              )}
            </div>
          );
        })}
        {actions ? (
          <div {...roles.cell(null)}>
            <span className="sr-only">Actions</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}
