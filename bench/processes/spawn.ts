import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Starts one of this folder's programs in its own process. Resolves with it once it is ready. */
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

/** Stops it gracefully, and by force after three seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(timer);
}

/**
 * `LAMIA_BENCH_PROFILE=panel` (or floor, sandbox) writes a CPU profile of that process to the working directory.
 */
function profilerOf(program: string): string[] {
  return process.env.LAMIA_BENCH_PROFILE === program
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.LAMIA_BENCH_PROFILE_FOLDER ?? "."}`]
    : [];
}

interface Question {
  id: number;
  name: string;
  argument: unknown;
}
interface Reply {
  id: number;
  value?: unknown;
  problem?: string;
}

let lastId = 0;

/** Calls a function that a child offers with `offer`. Rejects with the child's error, or when the child is gone. */
export function ask<Value>(child: ChildProcess, name: string, argument?: unknown): Promise<Value> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      child.off("message", hear);
      child.off("exit", gone);
      end();
    };
    const gone = () => settle(() => reject(new Error(`The process ended while it was asked for ${name}.`)));
    const hear = (message: Reply) => {
      if (message.id !== id) return;
      settle(() =>
        message.problem === undefined
          ? resolve(message.value as Value)
          : reject(new Error(`${name}: ${message.problem}`)),
      );
    };
    child.setMaxListeners(0);
    child.on("message", hear);
    child.on("exit", gone);
    child.send({ id, name, argument } satisfies Question);
  });
}

/** Offers functions to the parent process, and ends with it. */
export function offer(functions: Record<string, (argument: never) => unknown>): void {
  process.on("disconnect", () => process.exit(0));
  process.on("message", async ({ id, name, argument }: Question) => {
    try {
      const value = await functions[name]?.(argument as never);
      process.send?.({ id, value } satisfies Reply);
    } catch (thrown) {
      const problem = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      process.send?.({ id, problem } satisfies Reply);
    }
  });
}

/** Milliseconds since the epoch, with fractions; the same in all processes of this machine. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
