import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "..");

/** The first words of the scripts' commands, by name. */
export const tools = {
  // Not by its command: a process in between kills whatever doesn't react to a signal within moments.
  tsx: ["--import", "tsx"],
  next: join(root, "node_modules", "next", "dist", "bin", "next"),
};

/** Starts one of the project's Node programs with this Node. Its output goes to `onLine`, or is inherited. */
export function start(
  words: string[],
  environment: Record<string, string> = {},
  onLine?: (line: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...environment },
    stdio: onLine ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    });
  }
  return child;
}

/** Resolves with the exit code. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    child.on("exit", (code) => resolve(code ?? 1));
    child.on("error", () => resolve(1));
  });
}

/** Sends SIGTERM, and SIGKILL after the given time; resolves when it has exited. */
export async function stop(child: ChildProcess, insistAfterMs = 5000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = ended(child);
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), insistAfterMs);
  await gone;
  clearTimeout(timer);
}

/** Retries until there is a value; an error counts as none. On timeout, throws with what it waited for. */
export async function waitFor<T>(what: string, seconds: number, read: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await read();
      if (value !== null) return value;
    } catch (thrown) {
      last = thrown;
    }
    await sleep(100);
  }
  throw new Error(`Waited ${seconds} s for ${what} in vain.`, { cause: last });
}
