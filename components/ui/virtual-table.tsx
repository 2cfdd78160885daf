"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";
import type { Column, Sort } from "./column";
import { VirtualHeader } from "./virtual-header";
import { VirtualRow } from "./virtual-row";

// The browser's own table elements cannot leave rows out, so the roles are given to boxes.
const tableRole = (label: string, rows: number) =>
  ({ role: "table", "aria-label": label, "aria-rowcount": rows + 1, tabIndex: 0 }) as const;
const groupRole = { role: "rowgroup" } as const;

export interface VirtualTableProps<Row> {
  label: string;
  /** The first column heads the row on phones, and carries its link. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Of all rows there are, also those not loaded yet; for screen readers and the scrollbar's truth. */
  totalRows?: number | undefined;
  keyOf: (row: Row) => string;
  hrefOf?: ((row: Row) => string) | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  /** The last rows come into sight: fetch the next page. Called once for each number of rows. */
  onEndReached?: (() => void) | undefined;
  /** Must set the scrolling box's height; fills what is left of the window by default. */
  className?: string | undefined;
}

const rowHeightInPixels = 44;
const overscan = 8;

/**
 * A table of any length: only what is in sight is drawn. Scrolls in a box of its own. Give it stable `columns`,
 * `hrefOf` and `actionsOf` (made outside the component, or by `useMemo`/`useCallback`).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, totalRows, keyOf, onEndReached, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightInPixels,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const told = useRef(-1);

  useEffect(() => {
    if (rows.length === 0 || last < rows.length - overscan || told.current === rows.length) return;
    told.current = rows.length;
    onEndReached?.();
  }, [last, rows.length, onEndReached]);

  const tracks = columns.map((column) => column.width ?? "minmax(0,1fr)");
  if (props.actionsOf) tracks.push("3rem");

  return (
    <div
      ref={box}
      {...tableRole(label, totalRows ?? rows.length)}
      style={{ "--tracks": tracks.join(" ") } as CSSProperties}
      className={cn("overflow-y-auto text-sm contain-strict", className ?? "h-[calc(100dvh-14rem)] min-h-80")}
    >
      <VirtualHeader
        columns={columns}
        sort={props.sort ?? null}
        onSort={props.onSort}
        actions={!!props.actionsOf}
      />
      <div {...groupRole} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <VirtualRow
              key={item.key}
              measure={virtualizer.measureElement}
              index={item.index}
              top={item.start}
              row={row}
              columns={columns}
              hrefOf={props.hrefOf}
              actionsOf={props.actionsOf}
            />
          );
        })}
      </div>
    </div>
  );
}
