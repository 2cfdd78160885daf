import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import type { SandboxFile } from "@/sandbox/sandbox-file";

export interface TrustingBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** Whether NSS's tool is installed, which adds a certificate to Chromium's trusted roots. */
export function canTrust(): boolean {
  return spawnSync("certutil", ["-H"]).error === undefined;
}

/**
 * A Chromium that trusts the sandbox's root like a root in the operating system's store, and that resolves the
 * hosts to the sandbox's ingress. It verifies certificates as usual.
 */
export async function openTrustingBrowser(
  { acme, ingress }: SandboxFile,
  hosts: readonly string[],
  launch: { executablePath?: string; args?: string[] },
): Promise<TrustingBrowser> {
  const home = mkdtempSync(join(tmpdir(), "lamia-browser-"));
  const store = join(home, ".pki", "nssdb");
  mkdirSync(store, { recursive: true });
  const nss = (...words: string[]) => {
    const run = spawnSync("certutil", ["-d", `sql:${store}`, ...words], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`certutil ${words[0]}: ${run.stderr}`);
  };
  nss("-N", "--empty-password");
  nss("-A", "-t", "C,,", "-n", "Lamia Sandbox Root", "-i", acme.rootCertificate);
  const rules = hosts.map((host) => `MAP ${host}:443 ${ingress.address}:${ingress.ports["443"]}`).join(",");
  const context = await chromium.launchPersistentContext(join(home, "profile"), {
    ...launch,
    args: [...(launch.args ?? []), `--host-resolver-rules=${rules}`],
    env: { ...(process.env as Record<string, string>), HOME: home },
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
