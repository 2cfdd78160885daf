import type { Page, PageQuery } from "@/lib/api/page";
import { ProblemError } from "./problem-error";

/**
 * One page of a list that is in memory, sorted by `keyOf`. The cursor is the last key, so that a page stays right
 * while objects come and go. `fits` decides what `q` finds, its text already in lower case.
 */
export function pageOf<Item, Shown>(
  items: readonly Item[],
  { limit, cursor, q }: PageQuery,
  parts: { keyOf(item: Item): string; fits(item: Item, q: string): boolean; show(item: Item): Shown },
): Page<Shown> {
  const text = q?.toLowerCase() ?? "";
  const found = text === "" ? items : items.filter((item) => parts.fits(item, text));
  const after = cursor === undefined ? null : decode(cursor);
  const start = after === null ? 0 : firstAfter(found, after, parts.keyOf);
  const page = found.slice(start, start + limit);
  const last = page.at(-1);
  const hasMore = start + limit < found.length && last !== undefined;
  return {
    items: page.map(parts.show),
    nextCursor: hasMore ? Buffer.from(parts.keyOf(last)).toString("base64url") : null,
    total: found.length,
  };
}

function firstAfter<Item>(items: readonly Item[], key: string, keyOf: (item: Item) => string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function decode(cursor: string): string {
  const text = Buffer.from(cursor, "base64url").toString();
  if (text === "" || Buffer.from(text).toString("base64url") !== cursor)
    throw new ProblemError("bad-request", "The cursor is not one that a page of this list gave.", [
      { path: ["cursor"], message: "Not a cursor of this list" },
    ]);
  return text;
}
