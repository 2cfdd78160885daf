"use client";
import type { Range } from "@tanstack/react-virtual";
import { useCallback, useRef } from "react";

/** The rows of a long table in the document, by first and last index. */
export interface DrawnRows {
  first: number;
  last: number;
}

export interface RowsInSight {
  startIndex: number;
  endIndex: number;
  /** The number of extra rows wanted at both ends. */
  overscan: number;
  /** The number of all rows. */
  count: number;
}

/**
 * Which rows to render. The current ones stay until `together` of them are missing: a frame without changes of rows
 * costs a third of one with, and a frame with changes handles both ends at once. The first and the last row are
 * never postponed.
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

/**
 * The `rangeExtractor` of a virtualizer with `drawnRows`. It returns the same array while the same rows are
 * rendered, which tells the virtualizer and React that nothing has changed.
 */
export function useDrawnRows(together: number): (range: Range) => number[] {
  const before = useRef<{ rows: DrawnRows; indexes: number[] } | null>(null);
  return useCallback(
    (range: Range) => {
      const rows = drawnRows(range, together, before.current?.rows ?? null);
      if (before.current?.rows === rows) return before.current.indexes;
      const indexes = Array.from({ length: rows.last - rows.first + 1 }, (_, index) => rows.first + index);
      before.current = { rows, indexes };
      return indexes;
    },
    [together],
  );
}
