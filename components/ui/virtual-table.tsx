"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Column, Sort } from "./column";
import { skeletonBackground } from "./skeleton-background";
import { VirtualHeader } from "./virtual-header";
import { VirtualRow } from "./virtual-row";
import { VirtualSkeletonRow } from "./virtual-skeleton-row";

// The browser's own table elements cannot leave rows out, so the roles are given to boxes.
const tableRole = (label: string, rows: number) =>
  ({ role: "table", "aria-label": label, "aria-rowcount": rows + 1 }) as const;
const groupRole = { role: "rowgroup" } as const;

export interface VirtualTableProps<Row> {
  label: string;
  /** The first column heads the row on phones, and carries its link. */
  columns: readonly Column<Row>[];
  /** Those that are loaded, from the first on. */
  rows: readonly Row[];
  /** Of all rows there are; those not loaded yet are drawn as rows on their way. */
  totalRows: number;
  keyOf: (row: Row) => string;
  hrefOf?: ((row: Row) => string) | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  /** The last row in sight: load that far, and some more. */
  onShown?: ((lastIndex: number) => void) | undefined;
  /** What the rows are the answer to: when it changes, the table goes back to its first row. */
  question?: string | undefined;
}

const rowHeightInPixels = 44;
const cardHeightInPixels = (lines: number) => 26 + lines * 25;
/**
 * Of 44 pixels each: at 3,000 pixels a second, ten frames ahead of what is in sight. Rows come one by one: four at once
 * were made in less time altogether, and cost a frame each time.
 */
const overscan = 12;

/**
 * A table of any length, of which only what is in sight is drawn. It scrolls with the page. Give it stable `columns`,
 * `hrefOf` and `actionsOf` (made outside the component, or by `useMemo`/`useCallback`).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, totalRows, keyOf, onShown, question } = props;
  const group = useRef<HTMLDivElement>(null);
  const isPhone = matchMedia("(width < 40rem)").matches;
  const estimate = isPhone ? cardHeightInPixels(columns.length) : rowHeightInPixels;
  const virtualizer = useWindowVirtualizer({
    count: Math.max(totalRows, rows.length),
    estimateSize: () => estimate,
    // Not by place alone, so that a row keeps its menu and its focus when others come before it.
    getItemKey: useCallback(
      (index: number) => {
        const row = rows[index];
        return row === undefined ? index : keyOf(row);
      },
      [rows, keyOf],
    ),
    overscan,
    scrollMargin: useTopInPage(group),
  });
  const items = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with more rows loaded, the same last one asks again
  useEffect(() => onShown?.(last), [last, rows.length, onShown]);
  useBackToTop(group, question);

  const tracks = columns.map((column) => column.width ?? "minmax(0,1fr)");
  if (props.actionsOf) tracks.push("3rem");

  return (
    <div
      {...tableRole(label, totalRows)}
      style={{ "--tracks": tracks.join(" ") } as CSSProperties}
      className="text-sm"
    >
      <VirtualHeader
        columns={columns}
        sort={props.sort ?? null}
        onSort={props.onSort}
        actions={!!props.actionsOf}
      />
      <div
        ref={group}
        {...groupRole}
        className="relative contain-content"
        style={{ height: virtualizer.getTotalSize(), ...skeletonBackground(estimate) }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          const top = item.start - virtualizer.options.scrollMargin;
          return row === undefined ? (
            <VirtualSkeletonRow key={item.key} index={item.index} top={top} heightPx={estimate} />
          ) : (
            <VirtualRow
              key={item.key}
              measure={virtualizer.measureElement}
              index={item.index}
              top={top}
              row={row}
              columns={columns}
              hrefOf={props.hrefOf}
              actionsOf={props.actionsOf}
              isCard={isPhone}
            />
          );
        })}
      </div>
    </div>
  );
}

/** How far below the page's top the element begins, in pixels; what stands above it may grow. */
function useTopInPage(element: RefObject<HTMLElement | null>): number {
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current) setTopPx(Math.round(element.current.getBoundingClientRect().top + scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return topPx;
}

/** Another order or filter is read from its first row on. */
function useBackToTop(group: RefObject<HTMLElement | null>, question: string | undefined): void {
  const before = useRef(question);
  useLayoutEffect(() => {
    if (before.current === question) return;
    before.current = question;
    const table = group.current?.parentElement;
    if (!table || table.getBoundingClientRect().top >= 0) return;
    table.scrollIntoView({ block: "start" });
  }, [group, question]);
}
