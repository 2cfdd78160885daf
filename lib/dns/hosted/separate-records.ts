import type { HeldRecordSet } from "./record-sets";

/** One record of an API that knows records by an id, and no record sets. */
export interface HeldRecord {
  id: string;
  /** Without the trailing dot, lower case. */
  name: string;
  /** In capitals. */
  type: string;
  ttlSeconds: number;
  /** As a zone file has it. */
  rrdata: string;
  /** Sorts records by when they were made. */
  made: string;
  /** It has the right data, but the provider would now write it in another way. */
  needsRewrite?: boolean;
}

/** The record sets that these records make up; `recordsOf` has the records of each. */
export function groupRecords(records: readonly HeldRecord[]): HeldRecordSet[] {
  const groups = Map.groupBy(records, ({ name, type }) => `${type} ${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { name, type } = first;
    const ttlSeconds = Math.min(...group.map((record) => record.ttlSeconds));
    const needsRewrite = group.some((record) => record.needsRewrite);
    const rrdatas = group.map(({ rrdata }) => rrdata);
    return [{ name, type, ttlSeconds, rrdatas, handle: group, ...(needsRewrite ? { needsRewrite } : {}) }];
  });
}

export function recordsOf(set: HeldRecordSet | null | undefined): readonly HeldRecord[] {
  return (set?.handle ?? []) as readonly HeldRecord[];
}

/**
 * Whether somebody else's record was made before ours where both found the name free. Such an API takes both. Two Lamias
 * that ask each other's records this question agree on the answer, so that one of them takes its own back.
 * @param now what stands at the name and type after our write
 * @param before ids of what stood there before it
 */
export function cameSecond(
  now: readonly HeldRecord[],
  before: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): boolean {
  const firstOf = (records: readonly HeldRecord[]) => records.map(({ made }) => made).sort()[0];
  const mine = firstOf(now.filter(({ id }) => ours.has(id)));
  const others = firstOf(now.filter(({ id }) => !ours.has(id) && !before.has(id)));
  return others !== undefined && (mine === undefined || others < mine);
}
