"use client";
import type { Range } from "@tanstack/react-virtual";
import { useCallback, useRef } from "react";

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

/**
 * The `rangeExtractor` of a virtualizer by `drawnRows`. It gives the same array as long as the same rows are drawn, by
 * which the virtualizer and React see that there is nothing to do.
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
