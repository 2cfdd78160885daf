import type { ReactNode } from "react";

/** A column of `DataTable` and `VirtualTable`. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Can be sorted by; the caller does it (usually the server) by `sort` and `onSort`. */
  sortable?: boolean;
  /** `VirtualTable`: a CSS grid track; "minmax(0,1fr)" unless said otherwise. `DataTable`: a CSS width. */
  width?: string;
  /** Left out on phones (below 640 px). */
  hideOnPhone?: boolean;
  /** The header is for screen readers only: columns of buttons. */
  headerHidden?: boolean;
}

export interface Sort {
  column: string;
  direction: "asc" | "desc";
}

/** A press on a header: ascending first, then descending, then as before any sorting. */
export function nextSort(current: Sort | null, column: string): Sort | null {
  if (current?.column !== column) return { column, direction: "asc" };
  return current.direction === "asc" ? { column, direction: "desc" } : null;
}
