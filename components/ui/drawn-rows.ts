/** The rows of a long table that are in the document, by their first and last index. */
export interface DrawnRows {
  first: number;
  last: number;
}

export interface RowsInSight {
  startIndex: number;
  endIndex: number;
  /** So many more are wanted at both ends. */
  overscan: number;
  /** Of all rows. */
  count: number;
}

/**
 * Which rows are drawn. Those drawn before stay until `together` of them are lacking: a frame without any that come or
 * go costs a third of one with, and in each that has, both ends are done with at once. The very first and the very last
 * row are never put off.
 */
export function drawnRows(sight: RowsInSight, together: number, before: DrawnRows | null): DrawnRows {
  const end = sight.count - 1;
  const first = Math.max(0, sight.startIndex - sight.overscan);
  const last = Math.min(end, sight.endIndex + sight.overscan);
  const isNear = (one: number, other: number, isOutermost: boolean) =>
    isOutermost ? one === other : Math.abs(one - other) < together;
  return before && isNear(before.first, first, first === 0) && isNear(before.last, last, last === end)
    ? before
    : { first, last };
}
