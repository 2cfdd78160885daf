import type { ReactNode } from "react";

/** A column of `DataTable` and `VirtualTable`. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Whether you can sort by it; the caller sorts (usually the server) with `sort` and `onSort`. */
  sortable?: boolean;
  /** The direction of the first press on its header: "desc" when the largest or newest should come first. */
  sortsFirst?: "asc" | "desc";
  /** `VirtualTable`: a CSS grid track, default "minmax(0,1fr)". `DataTable`: a CSS width. */
  width?: string;
  /** Minimum width in pixels, default 112; with less space, the column is omitted. */
  atLeastPx?: number;
  /** Columns with a higher rank are omitted first; within a rank, the last one first. Default 1. */
  rank?: number;
  /** Hidden on phones (below 640 px). */
  hideOnPhone?: boolean;
  /** Shown on phones only, which have a line for it, while the width is unknown (`fittingColumns`). */
  onPhoneOnly?: boolean;
  /** The header is for screen readers only: columns of buttons. */
  headerHidden?: boolean;
}

export interface Sort {
  column: string;
  direction: "asc" | "desc";
}

/** A press on a header: its first direction, then the other one, then the default sorting. */
export function nextSort(
  current: Sort | null,
  column: string,
  first: Sort["direction"] = "asc",
): Sort | null {
  if (current?.column !== column) return { column, direction: first };
  if (current.direction !== first) return null;
  return { column, direction: first === "asc" ? "desc" : "asc" };
}

type Measured = Pick<Column<never>, "id" | "atLeastPx" | "rank" | "hideOnPhone" | "onPhoneOnly">;

interface Room {
  /** Width of the table in pixels; null while unknown. */
  widthPx: number | null;
  /** Rows are cards with a line for each value, so the width doesn't matter. */
  isPhone: boolean;
  /** Ids of columns that the user has hidden. */
  hidden: ReadonlySet<string>;
}

const usualPx = 112;
/** On a screen of 1440 pixels, next to the sidebar: the server renders for this. */
const usualTablePx = 1152;
/** Between two columns; at both ends including the columns of checkboxes and actions. */
const gapPx = 16;
const edgesPx = 3 * gapPx + 16 + 48;

/**
 * The shown columns, in order: always the first one, and of the others as many as fit, lowest rank first. The
 * document doesn't contain the rest. While the width is unknown, as on the server, columns beyond a usual screen
 * are for phones only.
 */
export function fittingColumns<Each extends Measured>(
  columns: readonly Each[],
  { widthPx, isPhone, hidden }: Room,
): Each[] {
  const [first, ...rest] = columns;
  if (!first) return [];
  const wanted = rest.filter(({ id }) => !hidden.has(id));
  if (isPhone) return [first, ...wanted.filter(({ hideOnPhone }) => !hideOnPhone)];
  if (widthPx === null) {
    const usual = fittingColumns(columns, { widthPx: usualTablePx, isPhone, hidden });
    return [first, ...wanted].map((column) =>
      usual.includes(column) ? column : { ...column, onPhoneOnly: true },
    );
  }
  let left = widthPx - edgesPx - (first.atLeastPx ?? usualPx);
  const fitting = new Set<Each>([first]);
  for (const column of wanted.toSorted((one, other) => (one.rank ?? 1) - (other.rank ?? 1))) {
    left -= gapPx + (column.atLeastPx ?? usualPx);
    if (left < 0) break;
    fitting.add(column);
  }
  return columns.filter((column) => fitting.has(column));
}
