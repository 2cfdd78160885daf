import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Starts one of the programs of this folder as a process of its own. Resolves with it once it is ready. */
export async function spawn(
  program: "sandbox" | "panel" | "floor",
  environment: Record<string, string>,
  words: string[] = [],
): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, `${program}.ts`), words, {
    execArgv: [...process.execArgv, ...profilerOf(program)],
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [first] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The ${program} ended with ${code} before it was ready.`);
    }),
  ])) as [unknown];
  if (first !== "ready") throw new Error(`The ${program} did not say that it is ready.`);
  return child;
}

/** Ends it in order, and by force when that takes more than three seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(timer);
}

/** `LAMIA_BENCH_PROFILE=panel` (or floor, sandbox) writes a CPU profile of that process into the working folder. */
function profilerOf(program: string): string[] {
  return process.env.LAMIA_BENCH_PROFILE === program
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.LAMIA_BENCH_PROFILE_FOLDER ?? "."}`]
    : [];
}
