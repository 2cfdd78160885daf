import type { SortOrder } from "@/lib/api/choices";
import type { Page, PageQuery } from "@/lib/api/page";
import { ProblemError } from "./problem-error";
import { texts } from "./texts";

/** What items are compared by: numbers in one column, texts in another, never both. */
export type SortValue = string | number;

interface Listing<Item, Shown, Column extends string> {
  /** Identifies an item, and orders equal ones. */
  keyOf(item: Item): string;
  /** Which items are listed at all: applied after sorting, so that one order serves every filter. */
  isListed?: ((item: Item) => boolean) | undefined;
  /** What `q` finds; its text is already in lowercase. */
  fits(item: Item, q: string): boolean;
  show(item: Item): Shown;
  /** What each column sorts by. Without it, the list is in the order of its keys. */
  columns?: Readonly<Record<Column, (item: Item) => SortValue>>;
  /** The items are already in the order of their keys, which is also the ascending order of this column. */
  standsBy?: Column;
  /** What a column's values depend on besides the items: they are sorted again if it is another object. */
  basisOf?(column: Column): object | undefined;
}

interface Place {
  value: SortValue;
  key: string;
}

interface Kept {
  basis: object | undefined;
  sorted: readonly unknown[];
}

/** The cache returns the same array until something changes: each order of it is kept as long. */
const known = new WeakMap<readonly unknown[], Map<string, Kept>>();

/**
 * One page of a list in memory. The cursor holds the place of the last item, its value and its key, so that a page
 * stays correct while objects come and go. A cursor of another order is rejected.
 */
export function pageOf<Item, Shown, Column extends string = never>(
  items: readonly Item[],
  query: PageQuery & { sort?: Column; order?: SortOrder },
  listing: Listing<Item, Shown, Column>,
): Page<Shown> {
  const { limit, cursor, q, sort, order = "asc" } = query;
  const { isListed, fits, show } = listing;
  const text = q?.toLowerCase() ?? "";
  const placeOf = placesBy(sort, listing);
  const all = sortedBy(items, sort, order, placeOf, listing);
  const listed = isListed ? all.filter(isListed) : all;
  const found = text === "" ? listed : listed.filter((item) => fits(item, text));
  const start = cursor === undefined ? 0 : firstAfter(found, placeIn(cursor, sort, order), order, placeOf);
  const page = found.slice(start, start + limit);
  const last = page.at(-1);
  const hasMore = start + limit < found.length && last !== undefined;
  return {
    items: page.map(show),
    nextCursor: hasMore ? cursorOf(placeOf(last), sort, order) : null,
    total: found.length,
  };
}

function placesBy<Item, Shown, Column extends string>(
  sort: Column | undefined,
  { keyOf, columns }: Listing<Item, Shown, Column>,
): (item: Item) => Place {
  const value = sort === undefined ? undefined : columns?.[sort];
  return (item) => ({ value: value?.(item) ?? "", key: keyOf(item) });
}

function sortedBy<Item, Shown, Column extends string>(
  items: readonly Item[],
  sort: Column | undefined,
  order: SortOrder,
  placeOf: (item: Item) => Place,
  listing: Listing<Item, Shown, Column>,
): readonly Item[] {
  const stands = listing.standsBy !== undefined;
  if (stands && sort === listing.standsBy && order === "asc") return items;
  const basis = sort === undefined ? undefined : listing.basisOf?.(sort);
  const orders = known.get(items) ?? new Map<string, Kept>();
  const name = `${sort} ${order}`;
  const kept = orders.get(name);
  if (kept && kept.basis === basis) return kept.sorted as readonly Item[];
  // Equal items keep their order if that is by their keys.
  const keyless = stands && sort !== undefined ? listing.columns?.[sort] : undefined;
  const sorted = items
    .map((item) => (keyless ? { item, value: keyless(item), key: "" } : { item, ...placeOf(item) }))
    .sort((one, other) => compare(one, other, order))
    .map(({ item }) => item);
  known.set(items, orders.set(name, { basis, sorted }));
  return sorted;
}

/** By value, in either direction; equal ones always by their keys. */
function compare(one: Place, other: Place, order: SortOrder): number {
  if (one.value < other.value) return order === "asc" ? -1 : 1;
  if (one.value > other.value) return order === "asc" ? 1 : -1;
  return one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
}

function firstAfter<Item>(
  items: readonly Item[],
  place: Place,
  order: SortOrder,
  placeOf: (item: Item) => Place,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && compare(placeOf(item), place, order) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cursorOf({ value, key }: Place, sort: string | undefined, order: SortOrder): string {
  return Buffer.from(JSON.stringify([sort ?? "", order, value, key])).toString("base64url");
}

function placeIn(cursor: string, sort: string | undefined, order: SortOrder): Place {
  const [ofSort, ofOrder, value, key] = decoded(cursor);
  const isPlace = (typeof value === "string" || typeof value === "number") && typeof key === "string";
  if (!isPlace) throw noCursor(texts.unknownCursor);
  if (ofSort !== (sort ?? "") || ofOrder !== order)
    throw noCursor(texts.otherOrder({ sort: String(ofSort), order: String(ofOrder) }));
  return { value, key };
}

function decoded(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function noCursor(detail: string): ProblemError {
  return new ProblemError("bad-request", detail, [{ path: ["cursor"], message: texts.notACursor }]);
}
