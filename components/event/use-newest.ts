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
    const [newest = 0n] = items.map(({ id }) => BigInt(id)).sort((one, other) => (one > other ? -1 : 1));
    first.current = { list, newest };
  }
  const newest = first.current?.newest;
  return (id) => newest !== undefined && BigInt(id) > newest;
}
