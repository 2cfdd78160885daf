import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxRoot } from "@/sandbox/pki/root";
import { freePort, type RunningPebble, stopProgram, untilServed } from "./pebble";

const address = "127.0.0.1";

/**
 * Smallstep's CA, with ACME and certificates of one day, on a new root.
 * @param dnsServer a recursive resolver, `address:port`
 */
export async function startStepCa({
  program,
  dnsServer,
}: {
  program: string;
  dnsServer: string;
}): Promise<Pick<RunningPebble, "directory" | "rootCertificatePem" | "caCertificatePem" | "close">> {
  const home = mkdtempSync(join(tmpdir(), "lamia-step-ca-"));
  const root = await sandboxRoot(join(home, "pki"));
  const port = await freePort();
  const file = (name: string, content: string) => {
    const path = join(home, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const config = {
    root: root.certificateFile,
    crt: file("intermediate.pem", root.intermediate.certificatePem),
    key: file("intermediate.key", root.intermediate.keyPem),
    address: `${address}:${port}`,
    dnsNames: [address, "localhost"],
    db: { type: "badgerv2", dataSource: join(home, "db") },
    authority: { provisioners: [{ type: "ACME", name: "acme" }] },
  };
  const child = spawn(
    program,
    [file("ca.json", JSON.stringify(config)), "--resolver", dnsServer, "--quiet"],
    { stdio: "ignore", env: { ...process.env, HOME: home, STEPPATH: home } },
  );
  const close = async () => {
    await stopProgram(child);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilServed(`https://${address}:${port}/health`, root.certificatePem, child);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return {
    directory: `https://${address}:${port}/acme/acme/directory`,
    rootCertificatePem: root.certificatePem,
    caCertificatePem: root.certificatePem,
    close,
  };
}
