import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { stop } from "@/scripts/child";

export interface RunningProgram {
  child: ChildProcess;
  /** The last lines that it has printed. */
  lastWords(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a program whose output goes to a file; closing it waits for its end. */
export function startProgram(
  command: string,
  words: string[],
  options: { logFile: string; cwd?: string; env?: Record<string, string> },
): RunningProgram {
  const log = createWriteStream(options.logFile);
  const child = spawn(command, words, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return {
    child,
    async lastWords() {
      return (await readFile(options.logFile, "utf8")).split("\n").slice(-30).join("\n");
    },
    async close() {
      await stop(child);
      log.end();
    },
  };
}
