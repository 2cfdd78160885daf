import type { RecordSet } from "@/sandbox/name-servers/record-set";
import { type ZoneContent, zoneContent } from "@/sandbox/name-servers/zone-content";

/** One name server's copy of a zone: it takes every change in order, each a little after it was accepted. */
export interface ServedZone {
  /** @param dueAt tells, whenever it is asked, from which time on (ms) this server serves the change */
  post(dueAt: () => number, deletions: readonly RecordSet[], additions: readonly RecordSet[]): void;
  /** What the server holds now; undefined before it has heard of the zone. */
  at(now: number): ZoneContent | undefined;
}

/**
 * Changes wait in a queue and are applied when the zone is next read. So there are no timers, tests bring their own
 * clock, and a server that is told to lag no longer catches up at once.
 */
export function servedZone(apex: string): ServedZone {
  let content: ZoneContent | undefined;
  const waiting: { dueAt: () => number; deletions: readonly RecordSet[]; additions: readonly RecordSet[] }[] =
    [];
  return {
    post: (dueAt, deletions, additions) => {
      waiting.push({ dueAt, deletions, additions });
    },
    at(now) {
      for (let next = waiting[0]; next && next.dueAt() <= now; next = waiting[0]) {
        content ??= zoneContent(apex);
        content.apply(next.deletions, next.additions);
        waiting.shift();
      }
      return content;
    },
  };
}
