"use client";
import { useRef } from "react";

/**
 * Tells which items came after the list was first drawn, so that only they slide in. Ids are numbers in text that
 * grow with time. A new `list` (another filter) begins anew.
 */
export function useNewest(
  items: readonly { id: string }[] | undefined,
  list: string,
): (id: string) => boolean {
  const first = useRef<{ list: string; newest: bigint } | null>(null);
  if (items && first.current?.list !== list) {
    const ids = items.map(({ id }) => BigInt(id));
    first.current = { list, newest: ids.reduce((one, other) => (one > other ? one : other), 0n) };
  }
  const newest = first.current?.newest;
  return (id) => newest !== undefined && BigInt(id) > newest;
}
