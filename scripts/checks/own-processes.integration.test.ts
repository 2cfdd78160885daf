import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ownProcesses } from "./own-processes";

const hasProc = process.platform === "linux";
/** Ignores SIGTERM, runs in its own group, and prints its pid. */
const deaf = `for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
process.stdout.write(String(process.pid)); setInterval(() => {}, 1000);`;
const parent = `const { spawn } = require("node:child_process");
spawn(process.execPath, ["-e", ${JSON.stringify(deaf)}], { detached: true, stdio: ["ignore", "inherit", "ignore"] });
setInterval(() => {}, 1000);`;

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.skipIf(!hasProc)(
  "a run that is ended leaves nothing running, not even what hears no signal",
  async () => {
    const processes = ownProcesses(300);
    const child = spawn(process.execPath, ["-e", parent], {
      detached: true,
      env: { ...process.env, ...processes.environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [printed] = (await once(child.stdout, "data")) as [Buffer];
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      const grandchild = Number(printed);
      expect(isThere(grandchild)).toBe(true);
      await processes.end([child]);
      expect(child.signalCode ?? child.exitCode).not.toBeNull();
      await expect.poll(() => isThere(grandchild)).toBe(false);
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill("SIGKILL");
    }
  },
);
