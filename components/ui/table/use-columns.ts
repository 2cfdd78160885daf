"use client";
import { useCallback, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type Column, fittingColumns } from "./columns";

const keyPrefix = "lamia.hidden-columns.";
const listeners = new Set<() => void>();
const known = new Map<string, ReadonlySet<string>>();
const noneHidden: ReadonlySet<string> = new Set();

/** The columns of a table that the user has taken away in this browser; the same set until that changes. */
export function hiddenColumns(table: string): ReadonlySet<string> {
  let hidden = known.get(table);
  if (!hidden) {
    hidden = readHidden(table);
    known.set(table, hidden);
  }
  return hidden;
}

/** Without any columns the table is as it comes. */
export function hideColumns(table: string, columns: ReadonlySet<string>): void {
  known.set(table, columns);
  try {
    if (columns.size === 0) localStorage.removeItem(keyPrefix + table);
    else localStorage.setItem(keyPrefix + table, JSON.stringify([...columns]));
  } catch {
    // A browser that keeps nothing only forgets the choice.
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

/** Made once: it is asked with every frame of a scrolling table. */
const phone = () => {
  phoneQuery ??= matchMedia("(width < 40rem)");
  return phoneQuery;
};

function subscribe(listener: () => void): () => void {
  phone().addEventListener("change", listener);
  return () => phone().removeEventListener("change", listener);
}

/** Whether rows are drawn as cards: less than 640 px of width. False on the server. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => phone().matches,
    () => false,
  );
}

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
 * `ViewMenu`. `table` names it for that choice, which this browser keeps. `columns` must be stable.
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
