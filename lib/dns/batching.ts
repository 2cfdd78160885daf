import type { RecordChange } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType } from "@/lib/gateway/model";
import { type ChangeRateOptions, changeRate } from "./change-rate";
import { texts } from "./texts";

/** What a provider must offer for one zone so that writes can be gathered. */
export interface ChangeableZone {
  /** One atomic change. Throws `conflict` if a deletion doesn't match or an added record set already exists. */
  change(deletions: readonly RecordSet[], additions: readonly RecordSet[]): Promise<void>;
  /**
   * What the zone holds now, in the order of the request; if you pass such a record set back to `change`, it deletes exactly
   * that. A record set that isn't plain comes without values.
   */
  holds(wanted: readonly { name: string; type: RecordType }[]): Promise<(RecordSet | null)[]>;
  /** Whether one change alone may have caused the failure of several; by default, if it is `rejected`. */
  isDivisible?(failure: Failure): boolean;
}

export interface BatchingOptions extends ChangeRateOptions {
  /** How long the first writer waits for others to join. */
  gatherMs: number;
  /** How long removals, which nobody waits for, wait for others to join while the provider is busy. */
  removalPatienceMs: number;
  /** How many record sets a change may add, and how many it may delete. */
  maxRecordSets: number;
  /** How many octets of record data a change may contain. */
  maxDataOctets: number;
}

/** Cloud DNS accepts 1,000 additions and 100,000 octets of record data in a change. */
const defaults: BatchingOptions = {
  gatherMs: 5,
  burst: 3,
  intervalMs: 500,
  longestIntervalMs: 2_000,
  calmCallers: 8,
  removalPatienceMs: 4_000,
  maxRecordSets: 500,
  maxDataOctets: 80_000,
};

/** Changes that one caller wants made together: all of them or none. */
interface Group {
  keys: readonly string[];
  changes: readonly RecordChange[];
  askedAtMs: number;
  confirm: (() => Promise<void>) | undefined;
  resolve(): void;
  reject(failure: Failure): void;
}

export interface ZoneWriter {
  /** As in `DnsProvider`. */
  change(changes: readonly RecordChange[], confirm?: () => Promise<void>): Promise<void>;
  /** The record set was read from the provider, so what was written here before no longer counts. */
  looked(name: string, type: string): void;
}

/** A removal that nobody has joined for so long is the last one of its wave. */
const lonelyMs = 600;
/** How long a caller that saw something other than what was written here gets a conflict. */
const remembersMs = 5_000;
const maxRemembered = 5_000;

/**
 * Gathers the changes of many callers into few changes of one zone. What one caller asks for together is never divided, and
 * each caller gets its own result: a group fails alone if one of its record sets has changed or the provider rejects it.
 * Groups that touch the same name and type follow each other in the order in which they came. A caller that hasn't seen what
 * was written here a moment ago gets a conflict without a change being sent.
 */
export function zoneWriter(zone: ChangeableZone, options: Partial<BatchingOptions> = {}): ZoneWriter {
  const settings = { ...defaults, ...options };
  const rate = changeRate(settings);
  const busy = new Set<string>();
  const written = new Map<string, { set: RecordSet | null; untilMs: number }>();
  let waiting: Group[] = [];
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    clearTimeout(timer);
    timer = undefined;
    const first = waiting.find(({ keys }) => !keys.some((key) => busy.has(key)));
    if (!first) return;
    const now = performance.now();
    const gatherMs = Math.max(0, first.askedAtMs + settings.gatherMs - now);
    timer = setTimeout(flush, Math.max(gatherMs, rate.waitMs(now), companyMs(now)));
  }

  /** How many milliseconds removals wait before they get a change of their own while the provider is busy. */
  function companyMs(now: number): number {
    const [first] = waiting;
    const last = waiting.at(-1);
    if (!first || !last || !rate.isBusy(now) || !waiting.every(isRemoval)) return 0;
    const untilMs = Math.min(first.askedAtMs + settings.removalPatienceMs, last.askedAtMs + lonelyMs);
    return Math.max(0, untilMs - now);
  }

  function flush(): void {
    timer = undefined;
    // A timer may fire a little early.
    const now = performance.now();
    const batch = rate.waitMs(now) > 0 || companyMs(now) > 0 ? [] : take();
    if (batch.length > 0) {
      rate.take(performance.now());
      void send(zone, batch).finally(() => {
        for (const key of batch.flatMap(({ keys }) => keys)) busy.delete(key);
        schedule();
      });
    }
    schedule();
  }

  function take(): Group[] {
    const batch: Group[] = [];
    const left: Group[] = [];
    // A change that has to wait keeps later writers of the same record set behind it.
    const held = new Set(busy);
    let [octets, count] = [0, 0];
    for (const group of waiting) {
      const isHeld = group.keys.some((key) => held.has(key));
      const behind = isHeld ? undefined : behindIn(group.changes);
      if (behind) {
        group.reject(moved(behind));
        continue;
      }
      const size = dataOctets(group);
      const fits =
        batch.length === 0 ||
        (count + group.keys.length <= settings.maxRecordSets && octets + size <= settings.maxDataOctets);
      if (!isHeld && fits) {
        batch.push(group);
        octets += size;
        count += group.keys.length;
        for (const key of group.keys) busy.add(key);
      } else left.push(group);
      for (const key of group.keys) held.add(key);
    }
    waiting = left;
    return batch;
  }

  function remember({ seen, next }: RecordChange): void {
    const key = keyOf({ seen, next });
    written.delete(key);
    written.set(key, { set: next, untilMs: performance.now() + remembersMs });
    const oldest = written.size > maxRemembered ? written.keys().next().value : undefined;
    if (oldest !== undefined) written.delete(oldest);
  }

  /** The first change whose caller hasn't seen what was written here. */
  function behindIn(changes: readonly RecordChange[]): RecordChange | undefined {
    return changes.find((change) => {
      const last = written.get(keyOf(change));
      return last !== undefined && performance.now() < last.untilMs && !sameRecordSet(last.set, change.seen);
    });
  }

  return {
    change(asked, confirm) {
      const changes = asked.filter(({ seen, next }) => seen !== null || next !== null);
      if (changes.length === 0) return Promise.resolve();
      const keys = changes.map(keyOf);
      const isAlone = !keys.some((key) => busy.has(key) || waiting.some((group) => group.keys.includes(key)));
      const behind = isAlone ? behindIn(changes) : undefined;
      if (behind) return Promise.reject(moved(behind));
      return new Promise((resolve, reject) => {
        const done = () => {
          for (const change of changes) remember(change);
          resolve();
        };
        const askedAtMs = performance.now();
        rate.called(askedAtMs);
        waiting.push({ keys, changes, askedAtMs, confirm, resolve: done, reject });
        schedule();
      });
    },
    looked: (name, type) => void written.delete(`${type} ${name}`),
  };
}

function isRemoval({ changes }: Group): boolean {
  return changes.every(({ next }) => next === null);
}

function keyOf({ seen, next }: RecordChange): string {
  const named = next ?? seen;
  return `${named?.type} ${named?.name}`;
}

/** Settles every group; never rejects. `isLooked`: the record sets of these groups are known to be as their callers saw them. */
async function send(zone: ChangeableZone, asked: readonly Group[], isLooked = false): Promise<void> {
  const groups = await confirmed(asked);
  if (groups.length === 0) return;
  try {
    const changes = groups.flatMap((group) => group.changes);
    await zone.change(present(changes.map(({ seen }) => seen)), present(changes.map(({ next }) => next)));
    for (const group of groups) group.resolve();
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind === "conflict" && (!isLooked || groups.length > 1))
      await retryUnmoved(zone, groups, isLooked);
    else if ((zone.isDivisible?.(failure) ?? failure.kind === "rejected") && groups.length > 1)
      await sendHalves(zone, groups, isLooked);
    else for (const group of groups) group.reject(failure);
  }
}

/** The groups that still have to be done now, however long they have waited for others. */
async function confirmed(groups: readonly Group[]): Promise<Group[]> {
  const answers = await Promise.allSettled(groups.map(({ confirm }) => confirm?.()));
  return groups.filter((group, index) => {
    const answer = answers[index];
    if (answer?.status === "rejected") group.reject(asFailure(answer.reason));
    return answer?.status === "fulfilled";
  });
}

/**
 * The change is all or nothing, and no error code says whose record set has changed: read, and retry the others. If nobody's
 * has changed, a record set of another type is in somebody's way, and dividing the change finds out whose.
 */
async function retryUnmoved(
  zone: ChangeableZone,
  groups: readonly Group[],
  isLooked: boolean,
): Promise<void> {
  try {
    const named = groups.flatMap(({ changes }) => present(changes.map(({ seen, next }) => next ?? seen)));
    const held = await zone.holds(named);
    let at = 0;
    const unmoved: Group[] = [];
    for (const group of groups) {
      const now = group.changes.map(({ seen, next }) => ({ seen, next, stands: held[at++] ?? null }));
      const other = now.find(({ seen, stands }) => !sameRecordSet(stands, seen));
      if (other) group.reject(moved(other));
      else unmoved.push({ ...group, changes: now.map(({ next, stands }) => ({ seen: stands, next })) });
    }
    if (unmoved.length === 0) return;
    if (isLooked && unmoved.length === groups.length) await sendHalves(zone, unmoved, true);
    else await send(zone, unmoved, true);
  } catch (thrown) {
    for (const group of groups) group.reject(asFailure(thrown));
  }
}

async function sendHalves(zone: ChangeableZone, groups: readonly Group[], isLooked: boolean): Promise<void> {
  const middle = Math.ceil(groups.length / 2);
  await send(zone, groups.slice(0, middle), isLooked);
  await send(zone, groups.slice(middle), isLooked);
}

function moved({ seen, next }: RecordChange): Failure {
  const set = next ?? seen;
  return new Failure("conflict", texts.recordsChanged({ type: set?.type ?? "", name: set?.name ?? "" }));
}

export function sameRecordSet(left: RecordSet | null, right: RecordSet | null): boolean {
  if (left === null || right === null) return left === right;
  return (
    left.ttlSeconds === right.ttlSeconds &&
    left.values.toSorted().join("\0") === right.values.toSorted().join("\0")
  );
}

function present(sets: readonly (RecordSet | null)[]): RecordSet[] {
  return sets.filter((set) => set !== null);
}

function dataOctets({ changes }: Group): number {
  const values = changes.flatMap(({ seen, next }) => [...(seen?.values ?? []), ...(next?.values ?? [])]);
  return values.reduce((sum, value) => sum + value.length, 0);
}
