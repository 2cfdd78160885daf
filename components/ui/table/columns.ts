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
  /** Drawn on phones only, which have a line for it: while nobody knows the width (`fittingColumns`). */
  onPhoneOnly?: boolean;
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

type Measured = Pick<Column<never>, "id" | "atLeastPx" | "rank" | "hideOnPhone" | "onPhoneOnly">;

interface Room {
  /** Of the table, in pixels; null while nobody knows. */
  widthPx: number | null;
  /** Rows are cards, with a line for each value: width is no matter there. */
  isPhone: boolean;
  /** Ids of columns that the user has taken away. */
  hidden: ReadonlySet<string>;
}

const usualPx = 112;
/** On a screen of 1440 pixels, beside the sidebar: what the server draws for. */
const usualTablePx = 1152;
/** Between two columns; at both ends with the columns of checkboxes and of actions. */
const gapPx = 16;
const edgesPx = 3 * gapPx + 16 + 48;

/**
 * The columns that are drawn, in their order: the first one always, of the others as many as the width shows, those of
 * the lowest rank first. What does not fit is not in the document at all. While nobody knows
 * the width, as on the server, what a usual screen has no room for is left to phones.
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
