import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { ended, start, stop, tools } from "@/scripts/child";
import { panelEnvironment } from "@/scripts/panel-environment";
import { isBuilt, panelProgram } from "@/scripts/programs";
import { waitFor } from "@/scripts/wait-for";

export interface BuiltPanel {
  url: string;
  token: string;
  close(): Promise<void>;
}

/**
 * The panel as it is installed, with its web server, beside the sandbox of the bench and on a database of its own. It
 * only looks: the runner is off, as the other panel walks.
 */
export async function openBuiltPanel(sandbox: SandboxFile): Promise<BuiltPanel> {
  if (!isBuilt()) {
    console.info("  Building the panel …");
    if ((await ended(start([...tools.tsx, "scripts/build.ts"], {}, () => {}))) !== 0)
      throw new Error("The panel could not be built; `npm run build` says why.");
  }
  const home = mkdtempSync(join(tmpdir(), "lamia-bench-panel-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output: string[] = [];
  const environment = {
    ...panelEnvironment(sandbox, home),
    PORT: String(port),
    LAMIA_RUNNER: "off",
    LAMIA_LOG_LEVEL: "error",
  };
  const panel = start([panelProgram], environment, (line) => output.push(line));
  const close = async () => {
    await stop(panel);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await waitFor("the built panel", 90, async () => (await fetch(`${url}/readyz`)).ok || null);
  } catch (thrown) {
    await close();
    throw new Error(`The built panel did not start:\n${output.join("\n")}`, { cause: thrown });
  }
  return { url, token: sandbox.panel.token, close };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
