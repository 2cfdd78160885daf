import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Of the time of all processors. */
const idleShare = 0.15;
const lookMs = 5000;

/** Of all processors since the machine started, in milliseconds. */
interface ProcessorTimes {
  idle: number;
  total: number;
}

function processorTimes(): ProcessorTimes {
  const each = cpus().map(({ times }) => times);
  const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);
  return {
    idle: sum(each.map(({ idle }) => idle)),
    total: sum(each.flatMap((times) => Object.values(times))),
  };
}

/**
 * Resolves once the processors are idle for 15 % of five seconds, so that more work fits beside what runs, or once
 * nothing else runs.
 */
export async function untilRoom(
  isAlone: () => boolean,
  { read = processorTimes, wait = sleep as (ms: number) => Promise<unknown> } = {},
): Promise<void> {
  let before = read();
  while (!isAlone()) {
    await wait(lookMs);
    const now = read();
    if (now.idle - before.idle > idleShare * (now.total - before.total)) return;
    before = now;
  }
}
