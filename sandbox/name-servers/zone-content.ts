import { isWithin, parentName } from "./domain-name";
import type { RecordSet, RecordType } from "./record-set";

/** The record sets of one zone, with the empty names between them (RFC 8499 "empty non-terminals"). */
export interface ZoneContent {
  readonly apex: string;
  /** The sets at exactly this name; undefined when it owns none. */
  at(name: string): ReadonlyMap<RecordType, RecordSet> | undefined;
  get(name: string, type: RecordType): RecordSet | undefined;
  /** Whether the name owns records or has a descendant that does (RFC 4592 2.2.2). */
  exists(name: string): boolean;
  all(): IterableIterator<RecordSet>;
  readonly size: number;
  /** Removes, then adds; a set that is added replaces what stands under its name and type. */
  apply(deletions: readonly RecordSet[], additions: readonly RecordSet[]): void;
}

export function zoneContent(apex: string, sets: Iterable<RecordSet> = []): ZoneContent {
  const names = new Map<string, Map<RecordType, RecordSet>>();
  /** How many record sets stand at or below each name. */
  const population = new Map<string, number>();
  let size = 0;

  function count(name: string, by: 1 | -1): void {
    size += by;
    for (let at: string | undefined = name; at !== undefined && isWithin(at, apex); at = parentName(at)) {
      const sum = (population.get(at) ?? 0) + by;
      if (sum === 0) population.delete(at);
      else population.set(at, sum);
    }
  }

  function remove({ name, type }: RecordSet): void {
    const here = names.get(name);
    if (!here?.delete(type)) return;
    if (here.size === 0) names.delete(name);
    count(name, -1);
  }

  function add(set: RecordSet): void {
    const here = names.get(set.name) ?? new Map<RecordType, RecordSet>();
    names.set(set.name, here);
    if (!here.has(set.type)) count(set.name, 1);
    here.set(set.type, set);
  }

  for (const set of sets) add(set);
  return {
    apex,
    at: (name) => names.get(name),
    get: (name, type) => names.get(name)?.get(type),
    exists: (name) => population.has(name),
    *all() {
      for (const here of names.values()) yield* here.values();
    },
    get size() {
      return size;
    },
    apply(deletions, additions) {
      for (const set of deletions) remove(set);
      for (const set of additions) add(set);
    },
  };
}
