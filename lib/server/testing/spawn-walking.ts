import { spawn } from "node:child_process";
import { join } from "node:path";

/** A process that walks, to be killed without warning. */
export interface WalkingProcess {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

export function spawnWalking(environment: Record<string, string>): WalkingProcess {
  const program = join(import.meta.dirname, "walking-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program], {
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
