"use client";
import { useCallback, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Column } from "./column";
import { fittingColumns } from "./fitting-columns";
import { hiddenColumns, hideColumns, subscribeToHiddenColumns } from "./hidden-columns";
import { useIsPhone } from "./use-is-phone";

export interface Columns<Row> {
  /** Those that are drawn; the same array until the width or the choice changes. */
  shown: readonly Column<Row>[];
  all: readonly Column<Row>[];
  /** Ids of those that the user has taken away. */
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
  /** Of an element as wide as the table. */
  ref: React.RefObject<HTMLDivElement | null>;
}

const noColumns: ReadonlySet<string> = new Set();

/**
 * Which columns of a table are drawn: as many as its width shows, without those that the user has taken away in the
 * `ColumnsMenu`. `table` names it for that choice, which this browser keeps. `columns` must be stable.
 */
export function useColumns<Row>(table: string, columns: readonly Column<Row>[]): Columns<Row> {
  const ref = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState<number | null>(null);
  const isPhone = useIsPhone();
  const hidden = useSyncExternalStore(
    subscribeToHiddenColumns,
    () => hiddenColumns(table),
    () => noColumns,
  );
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // At once, so that the first rows are drawn with the right columns.
    setWidthPx(element.clientWidth);
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shown = useMemo(
    () => fittingColumns(columns, { widthPx, isPhone, hidden }),
    [columns, widthPx, isPhone, hidden],
  );
  const stable = useSame(shown);
  const setHidden = useCallback((next: ReadonlySet<string>) => hideColumns(table, next), [table]);
  return { shown: stable, all: columns, hidden, setHidden, ref };
}

/** The array before, as long as the items are the same: a window that is drawn wider need not draw every row anew. */
function useSame<Item>(items: readonly Item[]): readonly Item[] {
  const before = useRef(items);
  const isSame =
    before.current.length === items.length && items.every((item, index) => item === before.current[index]);
  if (!isSame) before.current = items;
  return before.current;
}
