import type { ReactNode } from "react";

/** A column of `DataTable` and `VirtualTable`. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Can be sorted by; the caller does it (usually the server) by `sort` and `onSort`. */
  sortable?: boolean;
  /** What the first press on its header asks for: "desc" for what one wants the most, or the newest, of first. */
  sortsFirst?: "asc" | "desc";
  /** `VirtualTable`: a CSS grid track; "minmax(0,1fr)" unless said otherwise. `DataTable`: a CSS width. */
  width?: string;
  /** Less than so many pixels are no use: where there are fewer, the column is left out. 112 unless said otherwise. */
  atLeastPx?: number;
  /** Columns of a higher rank are left out first; those of one rank from the last on. 1 unless said otherwise. */
  rank?: number;
  /** Left out on phones (below 640 px). */
  hideOnPhone?: boolean;
  /** The header is for screen readers only: columns of buttons. */
  headerHidden?: boolean;
}

export interface Sort {
  column: string;
  direction: "asc" | "desc";
}

/** A press on a header: its first direction, then the other, then as before any sorting. */
export function nextSort(
  current: Sort | null,
  column: string,
  first: Sort["direction"] = "asc",
): Sort | null {
  if (current?.column !== column) return { column, direction: first };
  if (current.direction !== first) return null;
  return { column, direction: first === "asc" ? "desc" : "asc" };
}
