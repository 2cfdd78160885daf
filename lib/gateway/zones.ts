import type { Zone } from "./model";

/** The zone that holds a name: the longest apex that is the name or ends it. Null when there is none. */
export function zoneFor(zones: readonly Zone[], name: string): Zone | null {
  const plain = name.replace(/^\*\./, "");
  const holding = zones.filter(({ apex }) => plain === apex || plain.endsWith(`.${apex}`));
  return holding.toSorted((a, b) => b.apex.length - a.apex.length || a.id.localeCompare(b.id))[0] ?? null;
}

/** True when both lists name the same servers, whatever their order and case. */
export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const normal = (names: readonly string[]) =>
    [...new Set(names.map((name) => name.toLowerCase()))].sort().join();
  return normal(left) === normal(right);
}
