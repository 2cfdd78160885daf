"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Column, Sort } from "./columns";
import { useDensity } from "./density";
import { useDrawnRows } from "./drawn-rows";
import type { SelectCells } from "./select-boxes";
import { useIsPhone } from "./use-columns";
import { skeletonBackground, VirtualHeader, VirtualRow, VirtualSkeletonRow } from "./virtual-rows";

// Native table elements can't skip rows, so boxes get the roles.
const tableRole = (label: string, rows: number) =>
  ({ role: "table", "aria-label": label, "aria-rowcount": rows + 1 }) as const;
const groupRole = { role: "rowgroup" } as const;

export interface VirtualTableProps<Row> {
  label: string;
  /** The first column is the row's title on phones, and has its link. */
  columns: readonly Column<Row>[];
  /** The loaded rows, from the first on. */
  rows: readonly Row[];
  /** The number of all rows; rows that aren't loaded yet get placeholders. */
  totalRows: number;
  keyOf: (row: Row) => string;
  hrefOf?: ((row: Row) => string) | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  actionsOf?: ((row: Row) => ReactNode) | undefined;
  /** Checkboxes before each row (`useSelectCells`). */
  select?: SelectCells<Row> | undefined;
  /** Called with the last visible row: load that far, and some more. */
  onShown?: ((lastIndex: number) => void) | undefined;
  /** Identifies the query of the rows: when it changes, the table goes back to its first row. */
  question?: string | undefined;
}

/** Height of a row with one line of text, and of a card's padding; by density. */
const rowHeightInPixels = { comfortable: 44, compact: 32 } as const;
const cardEdgeInPixels = { comfortable: 23, compact: 11 } as const;
const cardLineInPixels = 25;
/** Ten frames of scrolling at 3,000 pixels a second: rows are rendered this far beyond both ends. */
const overscanPx = 528;
/**
 * This many rows come and go at once. One at a time means work in every frame; more than three make their frame
 * late.
 */
const togetherPx = 132;

/**
 * A table of any length that renders only visible rows. It scrolls with the page. Pass stable `columns`, `hrefOf`
 * and `actionsOf` (created outside the component, or with `useMemo`/`useCallback`).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, totalRows, keyOf, onShown, question } = props;
  const group = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const density = useDensity();
  const estimate = isPhone
    ? cardEdgeInPixels[density] + columns.length * cardLineInPixels
    : rowHeightInPixels[density];
  const virtualizer = useWindowVirtualizer({
    count: Math.max(totalRows, rows.length),
    estimateSize: () => estimate,
    // Not by position only, so that a row keeps its menu and its focus when others come before it.
    getItemKey: useCallback(
      (index: number) => {
        const row = rows[index];
        return row === undefined ? index : keyOf(row);
      },
      [rows, keyOf],
    ),
    overscan: Math.ceil(overscanPx / estimate),
    rangeExtractor: useDrawnRows(Math.max(1, Math.round(togetherPx / estimate))),
    scrollMargin: useTopInPage(group),
  });
  // Measured rows have the heights of the other density.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `density` isn’t read, but changes the height of every row
  useLayoutEffect(() => virtualizer.measure(), [density]);
  const items = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with more rows loaded, the same last one asks again
  useEffect(() => onShown?.(last), [last, rows.length, onShown]);
  useBackToTop(group, question);

  const { actionsOf, hrefOf, select } = props;
  const { measureElement } = virtualizer;
  const { scrollMargin } = virtualizer.options;
  const drawn = useMemo(
    () =>
      items.map((item) => {
        const row = rows[item.index];
        const top = item.start - scrollMargin;
        return row === undefined ? (
          <VirtualSkeletonRow key={item.key} index={item.index} top={top} heightPx={estimate} />
        ) : (
          <VirtualRow
            key={item.key}
            measure={measureElement}
            index={item.index}
            top={top}
            row={row}
            columns={columns}
            hrefOf={hrefOf}
            actionsOf={actionsOf}
            selectOf={select?.cellOf}
            isCard={isPhone}
          />
        );
      }),
    [items, rows, scrollMargin, measureElement, columns, hrefOf, actionsOf, select, isPhone, estimate],
  );
  const tableStyle = useMemo(() => {
    const tracks = columns.map((column) => column.width ?? "minmax(0,1fr)");
    const all = [...(select ? ["1rem"] : []), ...tracks, ...(actionsOf ? ["3rem"] : [])];
    return { "--tracks": all.join(" ") } as CSSProperties;
  }, [columns, actionsOf, select]);
  const heightPx = virtualizer.getTotalSize();
  const groupStyle = useMemo(
    () => ({ height: heightPx, ...skeletonBackground(estimate) }),
    [heightPx, estimate],
  );

  return (
    <div {...tableRole(label, totalRows)} style={tableStyle} className="text-sm">
      <VirtualHeader
        columns={columns}
        sort={props.sort ?? null}
        onSort={props.onSort}
        actions={!!actionsOf}
        select={select?.header}
      />
      <div ref={group} {...groupRole} className="relative contain-content" style={groupStyle}>
        {drawn}
      </div>
    </div>
  );
}

/** The distance from the page's top to the element, in pixels; the content above may grow. */
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

/** A new sorting or filter starts at its first row. */
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
