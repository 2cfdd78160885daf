import { asFailure, Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType } from "@/lib/gateway/model";
import { type ChangeRateOptions, changeRate } from "./change-rate";

/** What a provider must offer for one zone so that writes can be gathered. */
export interface ChangeableZone {
  /** One atomic change. Throws `conflict` when a deletion does not match or an addition stands already. */
  change(deletions: readonly RecordSet[], additions: readonly RecordSet[]): Promise<void>;
  /** What stands now, in the order asked; such a record set given back to `change` deletes exactly what stands. */
  holds(wanted: readonly { name: string; type: RecordType }[]): Promise<(RecordSet | null)[]>;
}

interface BatchingOptions extends ChangeRateOptions {
  /** How long the first writer waits for company. */
  gatherMs: number;
  /** How long removals, which nobody waits for, wait for company while much is going on. */
  removalPatienceMs: number;
  /** Record sets a change may add, and as many it may delete. */
  maxMembers: number;
  /** Octets of record data a change may carry. */
  maxDataOctets: number;
}

/** Cloud DNS takes 1,000 additions and 100,000 octets of record data a change. */
const defaults: BatchingOptions = {
  gatherMs: 5,
  burst: 3,
  intervalMs: 500,
  longestIntervalMs: 2_000,
  calmCallers: 8,
  removalPatienceMs: 4_000,
  maxMembers: 500,
  maxDataOctets: 80_000,
};

interface Member {
  key: string;
  seen: RecordSet | null;
  next: RecordSet | null;
  askedAtMs: number;
  resolve(): void;
  reject(failure: Failure): void;
}

export interface ZoneWriter {
  /** As in `DnsProvider`. */
  replace(seen: RecordSet | null, next: RecordSet | null): Promise<void>;
  /** The record set was read at the provider: what was written here before counts no more. */
  looked(name: string, type: RecordType): void;
}

/** How long what was written here is held against a caller who saw something else. */
const remembersMs = 5_000;
const maxRemembered = 5_000;

/**
 * Gathers the replacements of many callers into few changes of one zone. Each caller gets its own result: a member
 * whose record set moved meanwhile, or that the provider rejects, fails alone. Replacements of the same name and
 * type follow each other in the order they came. Whoever has not seen yet what was written here a moment ago learns
 * of it without a change being spent.
 */
export function zoneWriter(zone: ChangeableZone, options: Partial<BatchingOptions> = {}): ZoneWriter {
  const settings = { ...defaults, ...options };
  const rate = changeRate(settings);
  const busy = new Set<string>();
  const written = new Map<string, { set: RecordSet | null; untilMs: number }>();
  let waiting: Member[] = [];
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    clearTimeout(timer);
    timer = undefined;
    const [first] = waiting.filter(({ key }) => !busy.has(key));
    if (!first) return;
    const now = performance.now();
    const gatherMs = Math.max(0, first.askedAtMs + settings.gatherMs - now);
    timer = setTimeout(flush, Math.max(gatherMs, rate.waitMs(now), companyMs(now)));
  }

  /** Milliseconds for which removals alone, when much is going on, are worth no change of their own. */
  function companyMs(now: number): number {
    const [first] = waiting;
    if (!first || !rate.isBusy(now) || waiting.some(({ next }) => next !== null)) return 0;
    return Math.max(0, first.askedAtMs + settings.removalPatienceMs - now);
  }

  function flush(): void {
    timer = undefined;
    // A timer may be a little early.
    const now = performance.now();
    const batch = rate.waitMs(now) > 0 || companyMs(now) > 0 ? [] : take();
    if (batch.length > 0) {
      rate.take(performance.now());
      void send(zone, batch).finally(() => {
        for (const { key } of batch) busy.delete(key);
        schedule();
      });
    }
    schedule();
  }

  function take(): Member[] {
    const batch: Member[] = [];
    const left: Member[] = [];
    // Whoever has to wait keeps later writers of the same record set behind it.
    const held = new Set(busy);
    let octets = 0;
    for (const member of waiting) {
      if (!held.has(member.key) && isBehind(member)) {
        member.reject(moved(member));
        continue;
      }
      const size = dataOctets(member.next) + dataOctets(member.seen);
      const fits =
        batch.length === 0 || (batch.length < settings.maxMembers && octets + size <= settings.maxDataOctets);
      if (!held.has(member.key) && fits) {
        batch.push(member);
        octets += size;
        busy.add(member.key);
      } else left.push(member);
      held.add(member.key);
    }
    waiting = left;
    return batch;
  }

  function remember(key: string, set: RecordSet | null): void {
    written.delete(key);
    written.set(key, { set, untilMs: performance.now() + remembersMs });
    const oldest = written.size > maxRemembered ? written.keys().next().value : undefined;
    if (oldest !== undefined) written.delete(oldest);
  }

  function isBehind({ key, seen }: Pick<Member, "key" | "seen">): boolean {
    const last = written.get(key);
    return last !== undefined && performance.now() < last.untilMs && !sameRecordSet(last.set, seen);
  }

  return {
    replace(seen, next) {
      const named = next ?? seen;
      if (!named) return Promise.resolve();
      const key = keyOf(named.name, named.type);
      const isAlone = !busy.has(key) && !waiting.some((member) => member.key === key);
      if (isAlone && isBehind({ key, seen })) return Promise.reject(moved({ seen, next }));
      return new Promise((resolve, reject) => {
        const done = () => {
          remember(key, next);
          resolve();
        };
        const askedAtMs = performance.now();
        rate.called(askedAtMs);
        waiting.push({ key, seen, next, askedAtMs, resolve: done, reject });
        schedule();
      });
    },
    looked: (name, type) => void written.delete(keyOf(name, type)),
  };
}

function keyOf(name: string, type: RecordType): string {
  return `${type} ${name}`;
}

/** Settles every member; never rejects. */
async function send(zone: ChangeableZone, members: readonly Member[], look = 0): Promise<void> {
  try {
    await zone.change(present(members.map(({ seen }) => seen)), present(members.map(({ next }) => next)));
    for (const member of members) member.resolve();
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind === "conflict" && look < 3) await retryUnmoved(zone, members, look + 1);
    else if (failure.kind === "rejected" && members.length > 1) await sendHalves(zone, members, look);
    else for (const member of members) member.reject(failure);
  }
}

/** The change is all or nothing, and does not say in a code whose record set moved: look, and retry the others. */
async function retryUnmoved(zone: ChangeableZone, members: readonly Member[], look: number): Promise<void> {
  try {
    const named = members.map(({ seen, next }) => next ?? seen).filter((set) => set !== null);
    const held = await zone.holds(named);
    const unmoved: Member[] = [];
    members.forEach((member, index) => {
      const now = held[index] ?? null;
      if (sameRecordSet(now, member.seen)) unmoved.push({ ...member, seen: now });
      else member.reject(moved(member));
    });
    if (unmoved.length > 0) await send(zone, unmoved, look);
  } catch (thrown) {
    for (const member of members) member.reject(asFailure(thrown));
  }
}

async function sendHalves(zone: ChangeableZone, members: readonly Member[], look: number): Promise<void> {
  const middle = Math.ceil(members.length / 2);
  await send(zone, members.slice(0, middle), look);
  await send(zone, members.slice(middle), look);
}

function moved({ seen, next }: Pick<Member, "seen" | "next">): Failure {
  const set = next ?? seen;
  return new Failure(
    "conflict",
    `The ${set?.type} records of ${set?.name} were changed by somebody else meanwhile.`,
  );
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

function dataOctets(set: RecordSet | null): number {
  return set ? set.values.reduce((sum, value) => sum + value.length, 0) : 0;
}
