import fc from "fast-check";
import { expect, test } from "vitest";
import { sortedObjects } from "./sorted-objects";

const places = fc.tuple(
  fc.constantFrom("a", "a-b", "b", ""),
  fc.constantFrom("x", "x-y", "y", "z", "10", "9"),
);
const changes = fc.array(fc.tuple(places, fc.option(fc.nat(), { nil: null })), { maxLength: 40 });

/** All of them, sorted from scratch. */
function sorted(current: Map<string, { place: [string, string]; item: number }>, only?: string): number[] {
  return [...current.values()]
    .filter(({ place }) => only === undefined || place[0] === only)
    .sort(({ place: [a, b] }, { place: [c, d] }) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1))
    .map(({ item }) => item);
}

test("after any changes, the lists equal those sorted from scratch", () => {
  fc.assert(
    fc.property(changes, (all) => {
      const objects = sortedObjects<number>();
      const current = new Map<string, { place: [string, string]; item: number }>();
      for (const [place, item] of all) {
        if (item === null) objects.delete(...place);
        else objects.set(...place, item);
        if (item === null) current.delete(place.join("/"));
        else current.set(place.join("/"), { place, item });
        expect(objects.list()).toEqual(sorted(current));
        expect(objects.list(place[0])).toEqual(sorted(current, place[0]));
        expect(objects.get(...place)).toBe(item);
      }
    }),
  );
});

test("a returned list never changes", () => {
  const objects = sortedObjects<number>();
  objects.set("a", "x", 1);
  const [all, some] = [objects.list(), objects.list("a")];
  objects.set("a", "w", 2);
  objects.delete("a", "x");
  expect([all, some]).toEqual([[1], [1]]);
});
