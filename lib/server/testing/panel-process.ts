import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryFlags } from "@/scripts/memory-settings";
import { panelProgram } from "@/scripts/programs";
import { builtProgram, compileCache } from "./spawn-walking";

/** A panel in a process of its own, which answers requests. */
export interface PanelProcess {
  port: number;
  child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
  /** MiB of live objects, and of the process, after collecting garbage. */
  memory(): Promise<{ heap: number; resident: number }>;
  /** Resolves with the exit code, null after SIGKILL. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/** Loaded into the process: tells its memory at a signal. Without spaces, because Node splits its options there. */
const probe = `
import v8 from "node:v8"; import vm from "node:vm"; import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");
if (isMainThread) process.on("SIGUSR2", () => {
  collect(); collect();
  const { heapUsed, rss } = process.memoryUsage();
  writeSync(2, "\\nmemory " + heapUsed + " " + rss + "\\n");
});`;

/** @param program `built` is the production build, with its pages; `api` needs no build */
export async function startPanelProcess(
  environment: Record<string, string>,
  program: "built" | "api",
): Promise<PanelProcess> {
  const port = await freePort();
  const file = program === "built" ? panelProgram : builtProgram("testing/api-process.ts");
  const child = spawn(process.execPath, [...memoryFlags, file], {
    env: {
      ...process.env,
      ...compileCache,
      NODE_ENV: "production",
      ...environment,
      PORT: String(port),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(probe)}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const until = async (what: string, seconds: number, isThere: () => boolean) => {
    for (const end = Date.now() + seconds * 1000; !isThere(); await sleep(10))
      if (Date.now() > end || child.exitCode !== null)
        throw new Error(`Waited until ${what}.\n${output.slice(-4000)}`);
  };
  await until("the panel listens", 180, () => output.includes("Lamia listens on"));
  return {
    port,
    child,
    output: () => output,
    async memory() {
      const seen = output.length;
      child.kill("SIGUSR2");
      const told = () => /\nmemory (\d+) (\d+)\n/.exec(output.slice(seen));
      await until("the process tells its memory", 30, () => told() !== null);
      const [, heap, resident] = told() ?? [];
      return { heap: Number(heap) / 2 ** 20, resident: Number(resident) / 2 ** 20 };
    },
    end(signal) {
      child.kill(signal);
      return gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}
