import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { SandboxFile } from "@/sandbox/sandbox-file";

/** Why a demo can't start in this home with this port, and what to do; null when it can. */
export async function demoObstacle(home: string, panelPort: number): Promise<string | null> {
  const running = await runningDemo(home);
  if (running !== null)
    return `A demo runs in ${home} already: ${running}\nStop it first, or give this one a LAMIA_HOME, a PORT and a LAMIA_SANDBOX_PORT_BASE of its own.`;
  if (!isWritable(home)) return `The folder ${home} cannot be written to. Let LAMIA_HOME name another one.`;
  if (await isFree(panelPort)) return null;
  return `Port ${panelPort} on 127.0.0.1 is in use, so the panel cannot listen there.\nStop what uses it, or choose another: PORT=${panelPort + 100} npm run demo`;
}

/** The panel's URL, if the sandbox that wrote this home's file still answers. */
async function runningDemo(home: string): Promise<string | null> {
  try {
    const file = JSON.parse(readFileSync(join(home, "sandbox.json"), "utf8")) as SandboxFile;
    const answer = await fetch(file.levers.url, { signal: AbortSignal.timeout(1000) });
    return answer.ok ? file.panel.url : null;
  } catch {
    return null;
  }
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
