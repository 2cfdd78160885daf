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
    first.current = { list, newest: BigInt(items[0]?.id ?? "0") };
  }
  const newest = first.current?.newest;
  return (id) => newest !== undefined && BigInt(id) > newest;
}
