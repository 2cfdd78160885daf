import type { StoreEvent } from "./object-store";

/** The latest events of one resource, from which watches resume. */
export interface History {
  add(event: StoreEvent): void;
  /** Events after the version, or null when some of them are no longer kept. */
  since(version: number): StoreEvent[] | null;
  /** Drops everything up to the version. */
  forget(version: number): void;
}

/** @param oldest the version before which nothing is known. */
export function createHistory(limit: number, oldest: number): History {
  let events: StoreEvent[] = [];
  let floor = oldest;
  return {
    add(event) {
      events.push(event);
      // Trimmed in halves so that the cost of moving the list is spread.
      if (events.length >= 2 * limit) {
        const dropped = events.splice(0, events.length - limit);
        floor = dropped.at(-1)?.entry.version ?? floor;
      }
    },
    since(version) {
      if (version < floor) return null;
      let from = events.length;
      while (from > 0 && (events[from - 1]?.entry.version ?? 0) > version) from -= 1;
      return events.slice(from);
    },
    forget(version) {
      events = [];
      floor = version;
    },
  };
}
