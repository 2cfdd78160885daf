import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningIngress, startIngress } from "@/sandbox/ingress/start";
import { resources } from "@/sandbox/ingress/workloads";
import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";
import { startKubernetesApi } from "@/sandbox/kubernetes/start";
import { initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import { type SandboxRoot, sandboxRoot } from "@/sandbox/pki/root";

export interface TestIngress {
  objects: ClusterObjects;
  ingress: RunningIngress;
  levers: Levers;
  root: SandboxRoot;
  address: string;
  ports: { https: number; http: number };
  /** Writes a Secret with a new certificate for the host; returns the certificate's PEM. */
  certify(host: string, name: string, namespace?: string): Promise<string>;
  close(): Promise<void>;
}

/** The seeded cluster with its ingress on free ports; waits until istio-ingressgateway listens on its address. */
export async function startTestIngress(): Promise<TestIngress> {
  const directory = mkdtempSync(join(tmpdir(), "lamia-ingress-"));
  const root = await sandboxRoot(directory);
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const levers: Levers = { ...initialLevers, addressAfterSeconds: 0 };
  const kubernetes = await startKubernetesApi({
    address: "127.0.0.1",
    port: 0,
    tls,
    token: "test",
    levers,
    counts: newCounts(),
  });
  const { objects } = kubernetes;
  seedCluster(objects);
  const address = "127.0.80.1";
  const ports = { https: await freePort(address), http: await freePort(address) };
  const ingress = await startIngress({ objects, ports });
  for (const port of Object.values(ports)) await untilListening(address, port);
  return {
    objects,
    ingress,
    levers,
    root,
    address,
    ports,
    async certify(host, name, namespace = "istio-system") {
      const { certificatePem, keyPem } = await root.issueServerCertificate([host], []);
      const encode = (text: string) => Buffer.from(text).toString("base64");
      objects.put(resources.secrets, {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace },
        type: "kubernetes.io/tls",
        data: { "tls.crt": encode(certificatePem), "tls.key": encode(keyPem) },
      });
      return certificatePem;
    },
    async close() {
      await ingress.close();
      await kubernetes.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Polls every few milliseconds. @throws after a minute */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error("It did not come to hold within a minute.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Another process may take a free port for a moment; the ingress then tries again. */
async function untilListening(address: string, port: number): Promise<void> {
  let isListening = false;
  const tries = setInterval(() => {
    const socket = connect(port, address, () => {
      isListening = true;
      socket.destroy();
    });
    socket.on("error", () => socket.destroy());
  }, 20);
  await until(() => isListening).finally(() => clearInterval(tries));
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
