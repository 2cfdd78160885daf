import { spawn } from "node:child_process";
import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";
import { memoryFlags } from "@/scripts/memory-settings";

/** Otherwise each start compiles the same code again, which takes most of its time. */
export const compileCache = {
  NODE_COMPILE_CACHE: join(process.cwd(), "node_modules", ".cache", "lamia-compiled"),
};

/** A process that walks and can be killed without warning. */
export interface WalkingProcess {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code when the process has ended in order. */
  stop(): Promise<number | null>;
}

type Program = "testing/walking-process.ts" | "testing/api-process.ts" | "worker.ts";

/** `worker.ts` needs PostgreSQL; without a program, the embedded database is enough. */
export function spawnWalking(
  environment: Record<string, string>,
  program: Program = "testing/walking-process.ts",
): WalkingProcess {
  const child = spawn(process.execPath, [...memoryFlags, builtProgram(program)], {
    env: { ...process.env, ...compileCache, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    stop() {
      child.kill("SIGTERM");
      return gone;
    },
  };
}

const files = new Map<Program, string>();

/**
 * The program as plain JavaScript, as in production: with a compiler at run time, each process would start more than a second
 * later. The file has to be inside the project to find the packages; it is replaced as a whole, because another test may be
 * starting it.
 */
export function builtProgram(program: Program): string {
  const known = files.get(program);
  if (known) return known;
  const file = join(process.cwd(), "node_modules", ".cache", `lamia-${basename(program, ".ts")}.mjs`);
  const unfinished = `${file}.${process.pid}`;
  buildSync({
    entryPoints: [join(import.meta.dirname, "..", program)],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  renameSync(unfinished, file);
  files.set(program, file);
  return file;
}
