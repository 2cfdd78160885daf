import fc from "fast-check";
import { expect, test } from "vitest";
import type { SortOrder } from "@/lib/api/choices";
import { pageOf } from "./paging";

interface Item {
  namespace: string;
  name: string;
  size: number;
}
type Column = "virtualCluster" | "size";

const listing = {
  keyOf: ({ namespace, name }: Item) => `${namespace}/${name}`,
  fits: ({ name }: Item, q: string) => name.includes(q),
  show: (item: Item) => item,
  columns: {
    virtualCluster: ({ namespace }: Item) => namespace,
    size: ({ size }: Item) => size,
  },
};

const item = (namespace: string, name: string, size = 0): Item => ({ namespace, name, size });

function page(items: readonly Item[], query: { cursor?: string; limit?: number; q?: string } = {}) {
  const order = { sort: "virtualCluster" as const, order: "asc" as const };
  return pageOf<Item, Item, Column>(items, { limit: 2, ...order, ...query }, listing);
}

function allPages(items: readonly Item[], limit: number, sort: Column, order: SortOrder): Item[] {
  const seen: Item[] = [];
  let cursor: string | undefined;
  do {
    const answer = pageOf(items, { limit, sort, order, ...(cursor ? { cursor } : {}) }, listing);
    seen.push(...answer.items);
    cursor = answer.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

test("consecutive pages are the whole list, in order, with any sorting", () => {
  const anyItem = fc.record({
    namespace: fc.constantFrom("a", "a-b", "a.b", "b"),
    name: fc.stringMatching(/^[a-c]{1,3}$/),
    size: fc.constantFrom(0, 1, 2, 10),
  });
  const anyItems = fc.uniqueArray(anyItem, { selector: listing.keyOf, maxLength: 40 });
  const anyOrder = fc.constantFrom<SortOrder>("asc", "desc");
  const anyColumn = fc.constantFrom<Column>("virtualCluster", "size");
  fc.assert(
    fc.property(
      anyItems,
      fc.integer({ min: 1, max: 7 }),
      anyColumn,
      anyOrder,
      (items, limit, sort, order) => {
        const seen = allPages(items, limit, sort, order);
        expect(new Set(seen.map(listing.keyOf))).toEqual(new Set(items.map(listing.keyOf)));
        expect(seen).toHaveLength(items.length);
        const sign = order === "asc" ? 1 : -1;
        for (const [at, one] of seen.entries()) {
          const next = seen[at + 1];
          if (!next) continue;
          const [a, b] = [listing.columns[sort](one), listing.columns[sort](next)];
          expect(a === b || sign * (a < b ? -1 : 1) < 0).toBe(true);
          if (a === b) expect(listing.keyOf(one) < listing.keyOf(next)).toBe(true);
        }
      },
    ),
  );
});

test("a namespace whose name continues with a dash doesn't hide what follows", () => {
  const items = [
    item("vamp", "one"),
    item("vamp", "two"),
    item("vamp-demo", "one"),
    item("vamp-demo", "two"),
  ];
  expect(allPages(items, 2, "virtualCluster", "asc")).toEqual(items);
});

test("the next page is correct even if the previous page's last item is gone, and others have been added", () => {
  const before = [item("a", "b"), item("a", "d"), item("a", "f"), item("a", "h")];
  const { nextCursor } = page(before);
  const after = [item("a", "a"), item("a", "b"), item("a", "e"), item("a", "f"), item("a", "h")];
  expect(page(after, { cursor: nextCursor ?? "" }).items.map(({ name }) => name)).toEqual(["e", "f"]);
});

test("a search counts its matches, and pages through them", () => {
  const items = [item("a", "shop"), item("a", "cart"), item("b", "shop"), item("c", "shop-2")];
  const first = page(items, { q: "SHOP" });
  expect(first.total).toBe(3);
  expect(page(items, { q: "SHOP", cursor: first.nextCursor ?? "" }).items).toEqual([item("c", "shop-2")]);
});

test("a cursor of another sorting, or a forged one, is rejected with the reason", () => {
  const items = [item("a", "a", 1), item("a", "b", 2), item("a", "c", 3)];
  const { nextCursor } = page(items);
  const bySize = { limit: 2, sort: "size" as const, order: "desc" as const, cursor: nextCursor ?? "" };
  expect(() => pageOf(items, bySize, listing)).toThrow(/belongs to sort=virtualCluster and order=asc/);
  expect(() => page(items, { cursor: "nonsense" })).toThrow(/doesn’t come from a page of this list/);
});

test("values that depend on more than the items are sorted again when that has changed", () => {
  const items = [item("a", "one"), item("a", "two")];
  let sizes: Record<string, number> = { one: 1, two: 2 };
  let basis = {};
  const columns = { ...listing.columns, size: ({ name }: Item) => sizes[name] ?? 0 };
  const names = () =>
    pageOf(
      items,
      { limit: 2, sort: "size" as const },
      { ...listing, columns, basisOf: (column: Column) => (column === "size" ? basis : undefined) },
    ).items.map(({ name }) => name);
  expect(names()).toEqual(["one", "two"]);
  sizes = { one: 2, two: 1 };
  basis = {};
  expect(names()).toEqual(["two", "one"]);
});

test("a filter narrows the list and keeps its order, and pages continue within it", () => {
  const items = [item("a", "c", 3), item("a", "b", 1), item("b", "a", 2), item("b", "d", 4)];
  const ask = (cursor?: string) =>
    pageOf(
      items,
      { limit: 2, sort: "size" as const, order: "desc" as const, ...(cursor ? { cursor } : {}) },
      { ...listing, isListed: ({ size }: Item) => size > 1 },
    );
  const first = ask();
  expect(first.total).toBe(3);
  expect(first.items.map(({ size }) => size)).toEqual([4, 3]);
  expect(ask(first.nextCursor ?? "").items.map(({ size }) => size)).toEqual([2]);
});

test("items that are already in the requested order aren't sorted again", () => {
  let looked = 0;
  const countedKey = (each: Item) => {
    looked += 1;
    return listing.keyOf(each);
  };
  const items = Array.from({ length: 1000 }, (_, index) => item("a", String(index).padStart(4, "0")));
  const sorted = { ...listing, standsBy: "virtualCluster" as const };
  const counting = { ...sorted, keyOf: countedKey };
  const query = { limit: 2, sort: "virtualCluster" as const };
  const { nextCursor } = pageOf(items, query, counting);
  const next = pageOf(items, { ...query, cursor: nextCursor ?? "" }, counting);
  expect(next.items.map(({ name }) => name)).toEqual(["0002", "0003"]);
  expect(looked).toBeLessThan(20);
});
