import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxRoot } from "@/sandbox/pki/root";

export interface RunningPebble {
  /** Directory URL. */
  directory: string;
  /** The root of Pebble's certificates; a new one each time. */
  rootCertificatePem: string;
  /** The roots of the alternative chains. */
  alternateRootPems: string[];
  /** What a client has to trust to reach the directory, as a file for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  caCertificatePem: string;
  close(): Promise<void>;
}

interface PebbleOptions {
  /** By default the one that the system has. */
  program?: string;
  /** A recursive resolver, `address:port`. */
  dnsServer: string;
  /** The port on which it expects HTTP at every host, instead of 80. */
  httpPort?: number;
  /** HMAC keys of external accounts, by key ID. If there is any, accounts require one. */
  externalAccounts?: Record<string, string>;
  /** How many additional roots there are, each with a chain that the CA offers as an alternative. */
  alternateRoots?: number;
  /** `PEBBLE_*` variables; by default, validation doesn't sleep and no nonce is refused. */
  environment?: Record<string, string>;
}

const address = "127.0.0.1";
const startTimeoutMs = 10_000;

/** True if Let's Encrypt's test server is installed (Debian: `apt-get install pebble`). */
export function pebbleIsInstalled(): boolean {
  return spawnSync("pebble", ["-help"]).error === undefined;
}

export async function startPebble({
  program = "pebble",
  dnsServer,
  httpPort = 5002,
  externalAccounts = {},
  alternateRoots = 0,
  environment = {},
}: PebbleOptions): Promise<RunningPebble> {
  const home = mkdtempSync(join(tmpdir(), "lamia-pebble-"));
  const root = await sandboxRoot(join(home, "pki"));
  const { certificatePem, keyPem } = await root.issueServerCertificate(["localhost"], [address]);
  const [port, managementPort] = await Promise.all([freePort(), freePort()]);
  const file = (name: string, content: string) => {
    const path = join(home, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const config = {
    pebble: {
      listenAddress: `${address}:${port}`,
      managementListenAddress: `${address}:${managementPort}`,
      certificate: file("cert.pem", certificatePem),
      privateKey: file("key.pem", keyPem),
      httpPort,
      tlsPort: 5001,
      ocspResponderURL: "",
      externalAccountBindingRequired: Object.keys(externalAccounts).length > 0,
      externalAccountMACKeys: externalAccounts,
      // Pebble 2.7 or later.
      profiles: {
        classic: { description: "90 days", validityPeriod: 90 * 86_400 },
        shortlived: { description: "6 days", validityPeriod: 6 * 86_400 },
      },
    },
  };
  const child = spawn(
    program,
    ["-config", file("config.json", JSON.stringify(config)), "-dnsserver", dnsServer],
    {
      env: {
        ...process.env,
        PEBBLE_VA_NOSLEEP: "1",
        PEBBLE_WFE_NONCEREJECT: "0",
        PEBBLE_ALTERNATE_ROOTS: String(alternateRoots),
        ...environment,
      },
      stdio: "ignore",
    },
  );
  const close = async () => {
    await stopProgram(child);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const rootAt = (index: number) =>
      untilServed(`https://${address}:${managementPort}/roots/${index}`, root.certificatePem, child);
    const rootCertificatePem = await rootAt(0);
    const alternateRootPems = await Promise.all(
      Array.from({ length: alternateRoots }, (_, index) => rootAt(index + 1)),
    );
    return {
      alternateRootPems,
      directory: `https://${address}:${port}/dir`,
      rootCertificatePem,
      caFile: root.certificateFile,
      caCertificatePem: readFileSync(root.certificateFile, "utf8"),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is served there, once it is; throws if the program has ended. */
export async function untilServed(url: string, ca: string, child: ChildProcess): Promise<string> {
  const endsAt = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      return await fetchText(url, ca);
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`the CA ended at once with code ${child.exitCode}`);
      if (Date.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

function fetchText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString()));
    }).on("error", reject);
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, address, () => {
      const found = server.address();
      server.close(() => resolve(typeof found === "object" && found ? found.port : 0));
    });
  });
}

export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
