import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptFile } from "./kept-file";
import { defaultPortBase, type RunningSandbox, startSandbox } from "./start";

/** How long a graceful stop may take before the process exits anyway. */
const longestStopInMilliseconds = 800;

/** `npm run sandbox`: starts the sandbox with settings from the environment and runs it until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const home = process.env.LAMIA_HOME || ".lamia";
  const panelPort = portFrom("PORT", 3000);
  const portBase = portFrom("LAMIA_SANDBOX_PORT_BASE", defaultPortBase);
  const token =
    process.env.LAMIA_API_TOKEN ||
    keptFile(join(home, "sandbox", "panel-token"), () => randomBytes(24).toString("base64url"));
  const panel = { url: `http://127.0.0.1:${panelPort}`, token };
  const sandbox = await startSandbox({ home, portBase, panel });

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), longestStopInMilliseconds).unref();
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error("The sandbox did not stop in order:", error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.info(summary(sandbox));
}

function summary({ file, path, kubernetes }: RunningSandbox): string {
  return `The sandbox runs: a small outside world on this machine only.

  Kubernetes API   ${kubernetes.url}   KUBECONFIG=${file.kubeconfig}
  Cloud DNS        ${file.cloudDns.endpoint}   key to paste: ${file.googleServiceAccountFile}
  DNS              ${file.dns.address} port ${file.dns.port}
  Registrar        ${file.registrar.url}
  ACME CA          ${file.acme.directory}   root: ${file.acme.rootCertificate}
  Ingress          https on ${file.ingress.address}:${file.ingress.ports["443"]}, http on :${file.ingress.ports["80"]}
  OIDC provider    ${file.identity.issuer}
  Levers           ${file.levers.url}

All of it, for programs: ${path}. Ctrl+C stops it; what it holds is kept for the next start.`;
}

/** @throws Error that names the variable when its value isn't a port */
function portFrom(variable: string, otherwise: number): number {
  const text = process.env[variable];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_526) {
    throw new Error(`${variable} must be a port number from 1 to 65526; it is "${text}".`);
  }
  return port;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
