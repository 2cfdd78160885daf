import type { Column } from "./column";

type Measured = Pick<Column<never>, "id" | "atLeastPx" | "rank" | "hideOnPhone">;

interface Room {
  /** Of the table, in pixels; null while nobody knows. */
  widthPx: number | null;
  /** Rows are cards, with a line for each value: width is no matter there. */
  isPhone: boolean;
  /** Ids of columns that the user has taken away. */
  hidden: ReadonlySet<string>;
}

const usualPx = 112;
/** Between two columns; at both ends with the column of actions. */
const gapPx = 16;
const edgesPx = 2 * gapPx + 48;

/**
 * The columns that are drawn, in their order: the first one always, of the others as many as the width shows, those of
 * the lowest rank first. What does not fit is not in the document at all.
 */
export function fittingColumns<Each extends Measured>(
  columns: readonly Each[],
  { widthPx, isPhone, hidden }: Room,
): Each[] {
  const [first, ...rest] = columns;
  if (!first) return [];
  const wanted = rest.filter(({ id }) => !hidden.has(id));
  if (isPhone) return [first, ...wanted.filter(({ hideOnPhone }) => !hideOnPhone)];
  if (widthPx === null) return [first, ...wanted];
  let left = widthPx - edgesPx - (first.atLeastPx ?? usualPx);
  const fitting = new Set<Each>([first]);
  for (const column of wanted.toSorted((one, other) => (one.rank ?? 1) - (other.rank ?? 1))) {
    left -= gapPx + (column.atLeastPx ?? usualPx);
    if (left < 0) break;
    fitting.add(column);
  }
  return columns.filter((column) => fitting.has(column));
}
