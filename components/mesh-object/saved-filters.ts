"use client";
import { useCallback, useSyncExternalStore } from "react";

/** A named filter of a list: the list's query parameters, including its sorting. */
export interface SavedFilter {
  name: string;
  /** Such as `q=shop&state=serving`; without a question mark. */
  query: string;
}

export type FilterStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const prefix = "lamia-filters:";
const none: readonly SavedFilter[] = [];
/** Per list: a menu shouldn't be longer. */
export const mostFilters = 30;

/** The filters that this browser has saved for a list, by name. */
export function readFilters(list: string, storage = ofBrowser()): readonly SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(prefix + list) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isFilter) : none;
  } catch {
    return none;
  }
}

/** Saves a filter, and replaces one of the same name. False when the browser refuses, or has enough. */
export function keepFilter(list: string, filter: SavedFilter, storage = ofBrowser()): boolean {
  const others = readFilters(list, storage).filter(({ name }) => name !== filter.name);
  if (others.length >= mostFilters) return false;
  const next = [...others, filter].sort((one, other) => one.name.localeCompare(other.name, "en"));
  return write(list, next, storage);
}

export function dropFilter(list: string, name: string, storage = ofBrowser()): void {
  write(
    list,
    readFilters(list, storage).filter((filter) => filter.name !== name),
    storage,
  );
}

/** Whether two queries are the same, regardless of the order of their parameters. */
export function isSameQuery(one: string, other: string): boolean {
  const sorted = (query: string) => {
    const params = new URLSearchParams(query);
    params.sort();
    return params.toString();
  };
  return sorted(one) === sorted(other);
}

function write(list: string, filters: readonly SavedFilter[], storage: FilterStorage | null): boolean {
  try {
    if (filters.length === 0) storage?.removeItem(prefix + list);
    else storage?.setItem(prefix + list, JSON.stringify(filters));
    known.delete(list);
    for (const listener of listeners) listener();
    return storage !== null;
  } catch {
    return false;
  }
}

function isFilter(kept: unknown): kept is SavedFilter {
  const filter = kept as Partial<SavedFilter> | null;
  return typeof filter?.name === "string" && typeof filter.query === "string";
}

function ofBrowser(): FilterStorage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    // The browser's settings forbid it.
    return null;
  }
}

const listeners = new Set<() => void>();
const known = new Map<string, readonly SavedFilter[]>();

function subscribe(listener: () => void): () => void {
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== null && !key.startsWith(prefix)) return;
    known.clear();
    listener();
  };
  listeners.add(listener);
  // From another tab.
  addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", onStorage);
  };
}

/** The saved filters of a list, including changes from other tabs. */
export function useSavedFilters(list: string): readonly SavedFilter[] {
  const read = useCallback(() => {
    const filters = known.get(list) ?? readFilters(list);
    known.set(list, filters);
    return filters;
  }, [list]);
  return useSyncExternalStore(subscribe, read, () => none);
}
