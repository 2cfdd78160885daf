import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectCluster } from "@/lib/kubernetes/client/client";
import { watchCluster } from "@/lib/kubernetes/watch/watch-cluster";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";
import { startKubernetesApi } from "@/sandbox/kubernetes/start";
import { initialLevers, newCounts } from "@/sandbox/levers/levers";
import { sandboxRoot } from "@/sandbox/pki/root";
import { startProxy } from "./start-proxy";

/** A separate Kubernetes API on a free port, behind a network that can be cut, with kubectl for it. */
export async function startTestCluster({ historyLimit }: { historyLimit?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "lamia-kubernetes-"));
  const root = await sandboxRoot(join(folder, "pki"));
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const counts = newCounts();
  const token = "test-token-of-the-cluster";
  const api = await startKubernetesApi({
    address: "127.0.0.1",
    port: 0,
    tls,
    token,
    levers: { ...initialLevers, addressAfterSeconds: 0 },
    counts,
    ...(historyLimit === undefined ? {} : { historyLimit }),
  });
  const network = await startProxy(api.port);
  const kubeconfigFile = join(folder, "kubeconfig");
  await writeFile(
    kubeconfigFile,
    kubeconfig(`https://127.0.0.1:${network.port}`, root.certificatePem, token),
  );

  async function kubectl(parameters: string[], input = ""): Promise<string> {
    const running = promisify(execFile)("kubectl", ["--kubeconfig", kubeconfigFile, ...parameters]);
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  return {
    counts,
    kubeconfigFile,
    objects: api.objects,
    network,
    kubectl,
    /** `kubectl apply` of one object. */
    apply: (object: object) => kubectl(["apply", "-f", "-"], JSON.stringify(object)),
    async close() {
      await network.close();
      await api.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type TestCluster = Awaited<ReturnType<typeof startTestCluster>>;

function kubeconfig(server: string, certificatePem: string, token: string): string {
  const cluster = { server, "certificate-authority-data": Buffer.from(certificatePem).toString("base64") };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "sandbox", cluster }],
    users: [{ name: "admin", user: { token } }],
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: "admin" } }],
    "current-context": "sandbox",
  });
}

/** A seeded cluster, a client for it and a synced cache. */
export async function connectTestCluster() {
  const cluster = await startTestCluster();
  seedCluster(cluster.objects);
  const client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  const cache = watchCluster(client);
  await cache.synced;
  return {
    ...cluster,
    client,
    cache,
    /** A second panel on the same cluster. */
    async another() {
      const other = watchCluster(client);
      await other.synced;
      return other;
    },
    async close() {
      await cache.close();
      await client.close();
      await cluster.close();
    },
  };
}

export type ConnectedTestCluster = Awaited<ReturnType<typeof connectTestCluster>>;
