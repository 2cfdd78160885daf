import { setTimeout as sleep } from "node:timers/promises";
import { type Random, randomOf } from "@/lib/testing/random";
import { anyFault } from "./faults";
import { complaint, type Settled } from "./settle";
import {
  annotate,
  create,
  freeSlots,
  putForeignRecord,
  remove,
  replace,
  type Site,
  type Slot,
  takeOver,
  unname,
  wantedSlots,
  withoutMetadata,
} from "./site";
import type { Stage } from "./stage";

/** An event of a schedule. */
interface Act {
  atMs: number;
  what: string;
  run(play: Play): void | Promise<void>;
}

/** A running schedule. */
interface Play {
  stage: Stage;
  site: Site;
  /** Everything that has started and must end before the final check. */
  endings: Set<() => void | Promise<void>>;
}

export interface Schedule {
  seed: number;
  acts: Act[];
}

/** Further acts, for stages with more to break: other processes, a database that can be stopped. */
export type MoreActs = (random: Random, at: () => number) => Act[];

const spanInMs = 900;

/**
 * Builds a schedule from a seed: users change things while other things fail. It creates as many hosts as it
 * removes, so that every schedule starts with the same number, whatever ran before.
 */
export function scheduleOf(seed: number, more: MoreActs = restarts): Schedule {
  const random = randomOf(seed);
  const at = () => random.int(spanInMs);
  const acts: Act[] = [...people(random, at), ...faults(random, at), ...more(random, at)];
  return { seed, acts: acts.sort((one, other) => one.atMs - other.atMs) };
}

/** The slot of this act: one that no other act of the schedule uses. */
function slotFrom(taken: Set<Slot>, from: Slot[], place: number): Slot | undefined {
  const free = from.filter((slot) => !taken.has(slot));
  const slot = free[place % Math.max(1, free.length)];
  if (slot) taken.add(slot);
  return slot;
}

function people(random: Random, at: () => number): Act[] {
  const taken = new Set<Slot>();
  const onSlot = (
    what: string,
    from: (site: Site) => Slot[],
    run: (play: Play, slot: Slot) => void | Promise<void>,
  ): Act => {
    const place = random.int(1000);
    return {
      atMs: at(),
      what,
      run(play) {
        const slot = slotFrom(taken, from(play.site), place);
        if (slot) return run(play, slot);
      },
    };
  };
  // The brake stops more than three that go at once; the user then confirms them.
  const turnover = random.chance(0.15) ? 5 : random.int(3);
  const acts: Act[] = [];
  for (let count = 0; count < turnover; count += 1) {
    acts.push(onSlot("a host is created", freeSlots, ({ stage, site }, slot) => create(stage, site, slot)));
    acts.push(
      random.chance(0.3)
        ? onSlot("a Gateway drops its host", wantedSlots, ({ stage }, slot) => unname(stage, slot))
        : onSlot("a gateway is deleted", wantedSlots, ({ stage }, slot) => remove(stage, slot)),
    );
  }
  const others: (() => Act)[] = [
    () => onSlot("a gateway is replaced by force", wantedSlots, ({ stage }, slot) => replace(stage, slot)),
    () => onSlot("another gateway takes over", wantedSlots, ({ stage }, slot) => takeOver(stage, slot)),
    () =>
      onSlot("an annotation changes", wantedSlots, ({ stage }, slot) =>
        annotate(stage, slot, `${random.int(9)}`),
      ),
    () => {
      const label = `other${random.int(40)}`;
      return {
        atMs: at(),
        what: "another user writes to the zone",
        run: ({ stage, site }) => putForeignRecord(stage, site, label, false),
      };
    },
    () =>
      onSlot("another user writes a challenge", wantedSlots, ({ stage, site }, { host }) =>
        putForeignRecord(stage, site, host.split(".")[0] ?? "", true),
      ),
    () => ({
      atMs: at(),
      what: "the metadata is deleted for a while",
      run({ stage, endings }) {
        endings.add(withoutMetadata(stage));
      },
    }),
  ];
  for (let count = 1 + random.int(3); count > 0; count -= 1) acts.push(random.pick(others)());
  return acts;
}

function faults(random: Random, at: () => number): Act[] {
  return Array.from({ length: 1 + random.int(3) }, () => {
    const fault = anyFault(random);
    const atMs = at();
    const lastsMs = 200 + random.int(spanInMs);
    return {
      atMs,
      what: `${fault.name}, for ${lastsMs} ms`,
      run({ stage, endings }: Play) {
        const end = fault.begin(stage.wires);
        const once = () => {
          if (endings.delete(once)) end();
        };
        endings.add(once);
        setTimeout(once, lastsMs);
      },
    };
  });
}

function restarts(random: Random, at: () => number): Act[] {
  if (!random.chance(0.2)) return [];
  const isDatabaseLost = random.chance(0.3);
  const downMs = random.int(500);
  const run = async ({ stage }: Play) => {
    // While requests are in flight, as when the process is killed.
    for (const wire of [stage.wires.kubernetes, stage.wires.provider, stage.wires.ca]) wire.cut();
    await stage.stop(isDatabaseLost);
    await sleep(downMs);
    await stage.start();
  };
  const what = `the panel is started again${isDatabaseLost ? ", without its database" : ""}`;
  return [{ atMs: at(), what, run }];
}

/** Runs the schedule: everything that started has ended, and everything that was down is up again. */
export async function play(schedule: Schedule, stage: Stage, site: Site): Promise<void> {
  const endings: Play["endings"] = new Set();
  const begun = performance.now();
  for (const act of schedule.acts) {
    await sleep(Math.max(0, begun + act.atMs - performance.now()));
    await act.run({ stage, site, endings });
  }
  await sleep(Math.max(0, begun + spanInMs - performance.now()));
  for (const end of [...endings]) await end();
}

/** Prints a failed schedule with the command that runs it again. */
export function describeFailure({ seed, acts }: Schedule, file: string, settled: Settled): string {
  return complaint(`schedule ${seed}`, settled, [
    `again: LAMIA_FAULTS_SEED=${seed} LAMIA_FAULTS_COUNT=1 npm run test:faults -- ${file}`,
    ...acts.map(({ atMs, what }) => `  ${String(atMs).padStart(4)} ms  ${what}`),
    "and then, for good:",
  ]);
}
