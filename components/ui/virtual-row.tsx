"use client";
import { memo, type ReactNode } from "react";
import { cn } from "./cn";
import type { Column } from "./column";
import { RowLink } from "./table";

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
  /** A card with a line for each value, its name before it. */
  isCard: boolean;
}

function Row<Item>(props: VirtualRowProps<Item>) {
  const { measure, index, top, row, columns, isCard } = props;
  const href = props.hrefOf?.(row);
  const actions = props.actionsOf?.(row);
  const content = (column: Column<Item>, position: number) =>
    position === 0 && href ? <RowLink href={href}>{column.cell(row)}</RowLink> : column.cell(row);
  return (
    <div
      ref={measure}
      data-index={index}
      {...rowRole(index)}
      // Not moved by a transform: each of those is one more layer to think of in every frame.
      style={{ top }}
      className={cn(
        "group/row absolute inset-x-0 border-line border-b bg-surface px-4 contain-content",
        isCard ? "py-3" : "grid min-h-11 grid-cols-(--tracks) items-center gap-x-4 py-1",
        href && "hover:bg-sunken",
      )}
    >
      {columns.map((column, position) =>
        isCard ? (
          <div
            key={column.id}
            {...cellRole}
            className={cn("flex min-w-0 items-baseline gap-3 py-0.5", position === 0 && actions && "pr-10")}
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
        <div {...cellRole} className={isCard ? "absolute top-2 right-2" : "relative justify-self-end"}>
          {actions}
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
