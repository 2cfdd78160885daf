import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { start, stop, tools, waitFor } from "@/scripts/child";
import { panelEnvironment, panelProgram } from "@/scripts/programs";

/** A sandbox and a built panel, each in its own process, on free ports. */
export interface Stage {
  home: string;
  sandbox: SandboxFile;
  url: string;
  token: string;
  /** Of the panel's process. */
  panelPid: number;
  /** All output of sandbox and panel. */
  output: string[];
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  setLevers(levers: object): Promise<void>;
  counts(): Promise<Record<string, number>>;
  /** Waits until the first Secured Host of a gateway of `vamp-demo` is served. */
  untilServing(gateway: string): Promise<void>;
  stopPanel(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param settings of the panel, in addition to those for the sandbox
 * @param settingsOf those that follow from the sandbox
 * @param prepare fills the panel's home, which is empty otherwise
 */
export async function openStage(
  settings: Record<string, string> = {},
  settingsOf: (sandbox: SandboxFile) => Record<string, string> = () => ({}),
  prepare: (home: string) => Promise<void> = async () => {},
): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), "lamia-e2e-"));
  const output: string[] = [];
  const base = await freeRange();
  const port = base + sandboxPorts;
  const sandboxProcess = start(
    [...tools.tsx, "sandbox/main.ts"],
    { LAMIA_HOME: home, PORT: String(port), LAMIA_SANDBOX_PORT_BASE: String(base) },
    (line) => output.push(line),
  );
  const started = await waitFor("the sandbox", 180, async () => readSandboxFile(home)).catch(
    (thrown: unknown) => {
      throw new Error(`The sandbox did not start:\n${output.join("\n")}`, { cause: thrown });
    },
  );
  // Another cluster instead of the sandbox's, to test the panel on a real API server.
  const sandbox = { ...started, kubeconfig: process.env.LAMIA_TEST_KUBECONFIG ?? started.kubeconfig };
  await prepare(home);
  const environment = { ...panelEnvironment(sandbox, home), ...settings, ...settingsOf(sandbox) };
  const panelProcess = start([panelProgram], environment, (line) => output.push(line));
  const { url, token } = sandbox.panel;
  await waitFor("the panel", 180, async () => (await fetch(`${url}/readyz`)).ok || null).catch(
    (thrown: unknown) => {
      throw new Error(`The panel did not start:\n${output.join("\n")}`, { cause: thrown });
    },
  );
  const api = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
  return {
    home,
    sandbox,
    url,
    token,
    panelPid: panelProcess.pid ?? 0,
    output,
    api,
    async untilServing(gateway) {
      const path = `/virtual-clusters/vamp-demo/gateways/${gateway}`;
      await waitFor(`${gateway} to be served`, 180, async () => {
        const { securedHosts } = await api<{ securedHosts: { state: string }[] }>("GET", path);
        return securedHosts[0]?.state === "serving" || null;
      });
    },
    async setLevers(levers) {
      await fetch(sandbox.levers.url, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(levers),
      });
    },
    counts: async () =>
      (await fetch(`${sandbox.levers.url}/counts`)).json() as Promise<Record<string, number>>,
    stopPanel: () => stop(panelProcess),
    async close() {
      await stop(panelProcess);
      await stop(sandboxProcess);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function readSandboxFile(home: string): SandboxFile | null {
  try {
    return JSON.parse(readFileSync(join(home, "sandbox.json"), "utf8")) as SandboxFile;
  } catch {
    return null;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** The sandbox's ports in a row, followed by the panel's. */
const sandboxPorts = 10;
/** Below the range of outgoing connections, which could take a free port at any time. */
const [lowest, highest] = [20_000, 32_000];

/** The first port of a free row. */
async function freeRange(): Promise<number> {
  const step = 2 * sandboxPorts;
  for (;;) {
    const base = lowest + Math.floor((Math.random() * (highest - lowest)) / step) * step;
    const row = Array.from({ length: sandboxPorts + 1 }, (_, index) => canListen(base + index));
    if ((await Promise.all(row)).every(Boolean)) return base;
  }
}
