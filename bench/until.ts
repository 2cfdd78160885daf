import { setTimeout as sleep } from "node:timers/promises";

/** Looks ten times a second until it is so; throws, naming what was awaited, when the time is over. */
export async function until(what: string, seconds: number, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} s until ${what}.`);
    await sleep(100);
  }
}
