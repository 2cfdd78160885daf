import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";
import { type RunningKubernetesApi, startKubernetesApi } from "@/sandbox/kubernetes/start";
import { type Counts, initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import { sandboxRoot } from "@/sandbox/pki/root";
import { kubeconfig } from "@/sandbox/sandbox-file";

/** A seeded API server on a free port, with a kubeconfig; `close` stops it and removes its files. */
export interface TestApi {
  api: RunningKubernetesApi;
  levers: Levers;
  counts: Counts;
  kubeconfigFile: string;
  kubeconfigText: string;
  directory: string;
  /** Stops the server and starts another from the same snapshot. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestApi(options: { historyLimit?: number } = {}): Promise<TestApi> {
  const directory = await mkdtemp(join(tmpdir(), "sandbox-kubernetes-"));
  const root = await sandboxRoot(join(directory, "pki"));
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const token = "test-token";
  const levers: Levers = { ...initialLevers, addressAfterSeconds: 0 };
  const counts = newCounts();
  const start = (port: number) =>
    startKubernetesApi({
      address: "127.0.0.1",
      port,
      tls,
      token,
      levers,
      counts,
      snapshotFile: join(directory, "cluster.json"),
      ...options,
    });
  const api = await start(0);
  seedCluster(api.objects);
  const kubeconfigFile = join(directory, "kubeconfig");
  const kubeconfigText = kubeconfig({ server: api.url, certificateAuthorityPem: root.certificatePem, token });
  await writeFile(kubeconfigFile, kubeconfigText, { mode: 0o600 });
  const running: TestApi = {
    api,
    levers,
    counts,
    kubeconfigFile,
    kubeconfigText,
    directory,
    async restart() {
      await running.api.close();
      running.api = await start(api.port);
    },
    async close() {
      await running.api.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return running;
}

/** A Gateway as the panel writes it. */
export function gateway(name: string, credentialName = `${name}-cert`): Record<string, unknown> {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo", labels: { app: name } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          hosts: [`${name}.democluster.net`],
          port: { name: "https", number: 443, protocol: "HTTPS" },
          tls: { mode: "SIMPLE", credentialName },
        },
      ],
    },
  };
}

/** Waits up to a minute for the value. Throws with the description on timeout. */
export async function eventually<T>(
  description: string,
  read: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const value = await read();
    if (value !== undefined) return value;
    await pause(20);
  }
  throw new Error(`not within a minute: ${description}`);
}
