import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { ended, start, stop, tools, waitFor } from "./child";
import { demoObstacle } from "./demo-obstacle";
import { identityEnvironment, isBuilt, panelEnvironment, panelProgram } from "./programs";

/** The demo: sandbox and panel, each in its own process, until Ctrl-C. */
const home = resolve(process.env.LAMIA_HOME || ".lamia");
const sandboxFile = join(home, "sandbox.json");
const startedAt = Date.now();

const obstacle = await demoObstacle(home, Number(process.env.PORT || 3000));
if (obstacle !== null) {
  console.error(obstacle);
  process.exit(1);
}

const sandbox = start([...tools.tsx, "sandbox/main.ts"], { LAMIA_HOME: home }, (line) =>
  console.log(`  sandbox │ ${line}`),
);
const children = [sandbox];
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void leave(0));
void ended(sandbox).then((code) => leave(code || 1));

if (!isBuilt()) {
  console.log("Building the panel (once; about half a minute) …");
  const output: string[] = [];
  const build = start([...tools.tsx, "scripts/build.ts"], {}, (line) => output.push(line));
  children.push(build);
  if ((await ended(build)) !== 0 && !stopping) {
    console.error(output.join("\n"));
    await leave(1);
  }
}
const file = await inTime("the sandbox", 60, async () => readSandboxFile());
const settings = { ...panelEnvironment(file, home), ...identityEnvironment(file) };
const panel = start([panelProgram], settings, (line) => console.log(`  panel   │ ${line}`));
children.push(panel);
void ended(panel).then((code) => leave(code || 1));
await inTime("the panel", 120, async () => (await fetch(`${file.panel.url}/readyz`)).ok || null);

const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(`
Lamia is ready (${seconds} s).

  Panel       ${file.panel.url}
  Sign in     with the token ${file.panel.token}
  Registrar   ${file.registrar.url}   (set the name servers of your domain here)
  Google key  ${file.googleServiceAccountFile}   (drop it into the metadata of vamp-demo)
  kubectl     export KUBECONFIG=${file.kubeconfig}
  Site        curl --cacert ${file.acme.rootCertificate} \\
                --connect-to shop.democluster.net:443:${file.ingress.address}:${file.ingress.ports["443"]} https://shop.democluster.net

All data is in ${home}; delete this folder to start over. Stop with Ctrl-C.
`);

/** Null until this start has written it; ignores the file of an earlier or a running demo. */
function readSandboxFile(): SandboxFile | null {
  try {
    if (statSync(sandboxFile).mtimeMs < startedAt) return null;
    return JSON.parse(readFileSync(sandboxFile, "utf8")) as SandboxFile;
  } catch {
    return null;
  }
}

/** Like `waitFor`; a timeout ends the demo, and leaves nothing running. */
async function inTime<T>(what: string, seconds: number, read: () => Promise<T | null>): Promise<T> {
  try {
    return await waitFor(what, seconds, read);
  } catch (thrown) {
    if (!stopping) console.error(thrown instanceof Error ? thrown.message : thrown);
    await leave(1);
    throw thrown;
  }
}

async function leave(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all(children.toReversed().map((child) => stop(child)));
  process.exit(code);
}
