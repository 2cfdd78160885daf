import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** `npm run worker` as a process of its own, to be killed without warning. */
export interface WorkerProcess {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  isRunning(): boolean;
}

export function startWorkerProcess(environment: Record<string, string>): WorkerProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "..", "worker.ts")],
    {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
