"use client";
import type { Range } from "@tanstack/react-virtual";
import { useCallback, useRef } from "react";
import { type DrawnRows, drawnRows } from "./drawn-rows";

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
