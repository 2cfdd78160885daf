import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { sandboxRoot } from "@/sandbox/pki/root";
import { kubeconfig } from "@/sandbox/sandbox-file";
import { stop, waitFor } from "@/scripts/child";
import { type Api, apiOf } from "./api";
import type { Binaries } from "./binaries";

export interface RunningProgram {
  child: ChildProcess;
  /** Its last lines of output. */
  lastWords(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a program with its output in a file; closing it waits for its exit. */
export function startProgram(
  command: string,
  words: string[],
  options: { logFile: string; cwd?: string; env?: Record<string, string> },
): RunningProgram {
  const log = createWriteStream(options.logFile);
  const child = spawn(command, words, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return {
    child,
    async lastWords() {
      return (await readFile(options.logFile, "utf8")).split("\n").slice(-30).join("\n");
    },
    async close() {
      await stop(child);
      log.end();
    },
  };
}

/** The API server's and all pods' address: on the loopback interface of our own network namespace. */
export const nodeAddress = "10.77.0.1";

export interface RealCluster {
  api: Api;
  /** Address of the API server. */
  server: string;
  certificateAuthorityPem: string;
  /** For an administrator. */
  kubeconfigFile: string;
  /** A token of a ServiceAccount, from the TokenRequest API. */
  tokenOf(namespace: string, serviceAccount: string, audience: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * etcd and a kube-apiserver with RBAC and Istio's kinds, but no controllers: what those would do (pods, endpoints,
 * load balancers) is written by hand. `folder` takes keys, data and logs.
 */
export async function startCluster(binaries: Binaries, folder: string): Promise<RealCluster> {
  const etcd = startProgram(
    binaries.etcd,
    [
      `--data-dir=${join(folder, "etcd")}`,
      "--listen-client-urls=http://127.0.0.1:2379",
      "--advertise-client-urls=http://127.0.0.1:2379",
      "--listen-peer-urls=http://127.0.0.1:2380",
      "--unsafe-no-fsync",
    ],
    { logFile: join(folder, "etcd.log") },
  );
  await until("etcd", etcd, async () => (await fetch("http://127.0.0.1:2379/health")).ok || null);

  const root = await sandboxRoot(join(folder, "pki"));
  const names = ["localhost", "kubernetes.default.svc"];
  const tls = await root.issueServerCertificate(names, ["127.0.0.1", nodeAddress]);
  const accounts = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const token = randomBytes(24).toString("base64url");
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const apiServer = startProgram(
    binaries.apiServer,
    [
      "--etcd-servers=http://127.0.0.1:2379",
      "--bind-address=0.0.0.0",
      "--secure-port=6443",
      `--advertise-address=${nodeAddress}`,
      "--endpoint-reconciler-type=none",
      `--tls-cert-file=${file("api.crt", tls.certificatePem)}`,
      `--tls-private-key-file=${file("api.key", tls.keyPem)}`,
      `--token-auth-file=${file("tokens.csv", `${token},admin,1,system:masters\n`)}`,
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${file("accounts.pub", accounts.publicKey)}`,
      `--service-account-signing-key-file=${file("accounts.key", accounts.privateKey)}`,
      "--api-audiences=https://kubernetes.default.svc,istio-ca",
      "--service-cluster-ip-range=10.96.0.0/16",
      // Pods are written by hand, some without an account; a webhook's Service is found by its endpoints.
      "--disable-admission-plugins=ServiceAccount",
      "--enable-aggregator-routing=true",
    ],
    { logFile: join(folder, "api.log"), cwd: folder },
  );
  const server = `https://${nodeAddress}:6443`;
  const ca = root.certificatePem;
  const api = apiOf({ url: server, ca, token });
  await until("kube-apiserver", apiServer, () => api.send("GET", "/api/v1/namespaces/default"));
  for (const document of parseAllDocuments(readFileSync(binaries.definitionsFile, "utf8"))) {
    const definition: unknown = document.toJS();
    if (definition) await api.apply(definition);
  }
  await until("Istio's kinds", apiServer, () => api.send("GET", "/apis/networking.istio.io/v1/gateways"));

  return {
    api,
    server,
    certificateAuthorityPem: ca,
    kubeconfigFile: file("kubeconfig", kubeconfig({ server, certificateAuthorityPem: ca, token })),
    async tokenOf(namespace, serviceAccount, audience) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
      const spec = { audiences: [audience], expirationSeconds: 86_400 };
      const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
      return ((await api.send("POST", path, body)) as { status: { token: string } }).status.token;
    },
    async close() {
      await apiServer.close();
      await etcd.close();
    },
  };
}

/** Waits until a program answers; throws with its last output. */
export async function until(
  what: string,
  program: RunningProgram,
  read: () => Promise<unknown>,
): Promise<void> {
  await waitFor(what, 60, read).catch(async (thrown: unknown) => {
    throw new Error(`${what} did not start:\n${await program.lastWords()}`, { cause: thrown });
  });
}
