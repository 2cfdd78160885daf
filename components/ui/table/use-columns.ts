"use client";
import { useCallback, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type Column, fittingColumns } from "./columns";

const keyPrefix = "lamia.hidden-columns.";
const listeners = new Set<() => void>();
const known = new Map<string, ReadonlySet<string>>();
const noneHidden: ReadonlySet<string> = new Set();

/** The columns of a table that the user has hidden in this browser; the same set until that changes. */
export function hiddenColumns(table: string): ReadonlySet<string> {
  let hidden = known.get(table);
  if (!hidden) {
    hidden = readHidden(table);
    known.set(table, hidden);
  }
  return hidden;
}

/** Without columns, the table stays as it is. */
export function hideColumns(table: string, columns: ReadonlySet<string>): void {
  known.set(table, columns);
  try {
    if (columns.size === 0) localStorage.removeItem(keyPrefix + table);
    else localStorage.setItem(keyPrefix + table, JSON.stringify([...columns]));
  } catch {
    // A browser without storage only forgets the choice.
  }
  for (const listener of listeners) listener();
}

export function subscribeToHiddenColumns(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readHidden(table: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyPrefix + table) ?? "[]");
    return Array.isArray(kept) ? new Set(kept.filter((id) => typeof id === "string")) : noneHidden;
  } catch {
    return noneHidden;
  }
}

let phoneQuery: MediaQueryList | undefined;

/** Created once, because every frame of a scrolling table uses it. */
const phone = () => {
  phoneQuery ??= matchMedia("(width < 40rem)");
  return phoneQuery;
};

function subscribe(listener: () => void): () => void {
  phone().addEventListener("change", listener);
  return () => phone().removeEventListener("change", listener);
}

/** Whether rows are cards: narrower than 640 px. False on the server. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => phone().matches,
    () => false,
  );
}

export interface Columns<Row> {
  /** The shown columns; the same array until the width or the choice changes. */
  shown: readonly Column<Row>[];
  all: readonly Column<Row>[];
  /** Ids of the columns that the user has hidden. */
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
  /** Ref of an element as wide as the table. */
  ref: React.RefObject<HTMLDivElement | null>;
}

const noColumns: ReadonlySet<string> = new Set();

/**
 * Which columns of a table are shown: as many as fit, without those that the user has hidden in the `ViewMenu`.
 * `table` identifies the table for that choice, which this browser stores. `columns` must be stable.
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
    // Synchronously, so that the first rows have the right columns.
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

/** The previous array while the items are the same: a wider window needn't rerender every row. */
function useSame<Item>(items: readonly Item[]): readonly Item[] {
  const before = useRef(items);
  const isSame =
    before.current.length === items.length && items.every((item, index) => item === before.current[index]);
  if (!isSame) before.current = items;
  return before.current;
}
