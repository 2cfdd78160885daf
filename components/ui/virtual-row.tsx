"use client";
import { memo, type ReactNode } from "react";
import { cn } from "./cn";
import type { Column } from "./column";
import { RowLink } from "./table";

// The header is row 1.
const rowRole = (index: number) => ({ role: "row", "aria-rowindex": index + 2 }) as const;
const cellRole = { role: "cell" } as const;

interface VirtualRowProps<Row> {
  measure: (element: HTMLElement | null) => void;
  index: number;
  /** Distance from the first row, in pixels. */
  top: number;
  row: Row;
  columns: readonly Column<Row>[];
  hrefOf: ((row: Row) => string) | undefined;
  actionsOf: ((row: Row) => ReactNode) | undefined;
}

function Row<Item>(props: VirtualRowProps<Item>) {
  const { measure, index, top, row, columns } = props;
  const href = props.hrefOf?.(row);
  const actions = props.actionsOf?.(row);
  return (
    <div
      ref={measure}
      data-index={index}
      {...rowRole(index)}
      style={{ transform: `translateY(${top}px)` }}
      className={cn(
        "group/row absolute inset-x-0 top-0 min-h-11 border-line border-b px-4 sm:grid",
        "sm:grid-cols-(--tracks)",
        "sm:items-center sm:gap-x-4 sm:py-1 max-sm:py-3",
        href && "hover:bg-hover/60",
      )}
    >
      {columns.map((column, position) => (
        <div
          key={column.id}
          {...cellRole}
          className={cn(
            "min-w-0 max-sm:flex max-sm:items-baseline max-sm:gap-3 max-sm:py-0.5",
            column.align === "end" && "sm:text-right",
            column.hideOnPhone && "max-sm:hidden",
            position === 0 && actions ? "max-sm:pr-10" : null,
          )}
        >
          {position > 0 && !column.headerHidden ? (
            <span aria-hidden className="w-28 shrink-0 text-subtle text-xs sm:hidden">
              {column.header}
            </span>
          ) : null}
          <div className="min-w-0 truncate">
            {position === 0 && href ? <RowLink href={href}>{column.cell(row)}</RowLink> : column.cell(row)}
          </div>
        </div>
      ))}
      {actions ? (
        <div {...cellRole} className="justify-self-end max-sm:absolute max-sm:top-2 max-sm:right-2">
          <div className="relative">{actions}</div>
        </div>
      ) : null}
    </div>
  );
}

/**
 * A row of a `VirtualTable`: a line of cells, on phones a small card. Drawn again only when its own row moves or
 * changes, so columns and functions must be stable; at sixty frames a second that is the difference.
 */
export const VirtualRow = memo(Row) as typeof Row;
