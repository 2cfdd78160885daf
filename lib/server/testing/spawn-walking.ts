import { spawn } from "node:child_process";
import { join } from "node:path";

/** A process that walks and can be killed without warning. */
export interface WalkingProcess {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** `worker.ts` needs PostgreSQL; without a program, the embedded database is enough. */
export function spawnWalking(
  environment: Record<string, string>,
  program: "testing/walking-process.ts" | "worker.ts" = "testing/walking-process.ts",
): WalkingProcess {
  const file = join(import.meta.dirname, "..", program);
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
