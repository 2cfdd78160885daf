import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * All processes that a run of the checks has started, including browsers and databases that left their parent's
 * group: each has the run's mark in its environment. Without Linux's /proc, environments aren't visible, and
 * process groups must do.
 */
const variable = "LAMIA_CHECKS_RUN";

export interface OwnProcesses {
  /** Environment for every process of the run. */
  environment: Record<string, string>;
  /** Asks all of them to end, then kills them; resolves when none is left. */
  end(children: readonly ChildProcess[]): Promise<void>;
}

/** @param patienceInMs how long they may take to clean up */
export function ownProcesses(patienceInMs = 5000): OwnProcesses {
  const mark = `${variable}=${randomUUID()}`;
  const isRunning = (children: readonly ChildProcess[]) =>
    children.some(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  return {
    environment: Object.fromEntries([mark.split("=")]),
    async end(children) {
      // The same signal as Ctrl-C: on it alone, Playwright stops its browsers and the tests stop their panels.
      for (const child of children) child.kill("SIGINT");
      const insistAt = Date.now() + patienceInMs;
      while (Date.now() < insistAt && (isRunning(children) || marked(mark).length > 0)) await sleep(50);
      const giveUpAt = Date.now() + patienceInMs;
      while (Date.now() < giveUpAt && (isRunning(children) || marked(mark).length > 0)) {
        for (const child of children) if (child.pid) kill(-child.pid);
        for (const pid of marked(mark)) kill(pid);
        await sleep(50);
      }
    },
  };
}

/** The current processes whose environment has the mark. */
function marked(mark: string): number[] {
  try {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && pid !== process.pid && environmentOf(pid).includes(mark));
  } catch {
    return [];
  }
}

/** Empty when the process is gone, or belongs to another user. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is already gone.
  }
}
