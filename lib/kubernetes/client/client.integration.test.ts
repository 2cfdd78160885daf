import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { startTestCluster, type TestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { connectCluster } from "./client";

let cluster: TestCluster;
let config: Record<string, unknown> & {
  users: object[];
  clusters: { name: string; cluster: { server: string } }[];
};

beforeAll(async () => {
  cluster = await startTestCluster();
  config = JSON.parse(await readFile(cluster.kubeconfigFile, "utf8"));
});
afterAll(() => cluster?.close());

async function kubeconfig(name: string, change: object): Promise<string> {
  const file = join(cluster.kubeconfigFile, "..", name);
  await writeFile(file, JSON.stringify({ ...config, ...change }));
  return file;
}

const list = { verb: "list", resource: kinds.Namespace } as const;

test("consecutive calls share a connection, or two when one isn't quite free yet", async () => {
  const client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  const before = cluster.network.opened();
  for (let index = 0; index < 20; index += 1) await client.request(list);
  expect(cluster.network.opened() - before).toBeLessThanOrEqual(2);
  await client.close();
});

test("a burst opens no more connections than the API server should handle", async () => {
  const client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  const before = cluster.network.opened();
  await Promise.all(Array.from({ length: 200 }, () => client.request(list)));
  expect(cluster.network.opened() - before).toBeLessThanOrEqual(48);
  await client.close();
});

test("a broken kept-alive connection fails no call", async () => {
  const client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  for (let index = 0; index < 10; index += 1) {
    await client.request(list);
    cluster.network.cut();
  }
  await expect(client.request(list)).resolves.toBeTruthy();
  await client.close();
});

test("a wrong token is rejected with a remedy, and the token is not in the error", async () => {
  const users = [{ name: "admin", user: { token: "wrong-token-of-somebody" } }];
  const client = connectCluster({ kubeconfigFile: await kubeconfig("wrong-token", { users }) });
  const failure = await client.request(list).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ kind: "refused", remedy: expect.stringContaining("kubeconfig") });
  expect(JSON.stringify(failure)).not.toContain("wrong-token-of-somebody");
  await client.close();
});

test("a call that is rejected with an old token gets the rotated one", async () => {
  const tokenFile = join(cluster.kubeconfigFile, "..", "token");
  await writeFile(tokenFile, "a-token-that-has-expired");
  const status = { token: "%s", expirationTimestamp: "2020-01-01T00:00:00Z" };
  const apiVersion = "client.authentication.k8s.io/v1";
  const credential = JSON.stringify({ apiVersion, kind: "ExecCredential", status });
  const script = `printf '${credential}' "$(cat '${tokenFile}')"`;
  const exec = {
    apiVersion,
    command: "sh",
    interactiveMode: "Never",
    args: ["-c", script],
  };
  const users = [{ name: "admin", user: { exec } }];
  const client = connectCluster({ kubeconfigFile: await kubeconfig("exec", { users }) });
  const start = performance.now();
  await expect(client.request(list)).rejects.toMatchObject({ kind: "refused" });
  await writeFile(tokenFile, "test-token-of-the-cluster");
  await until(() => performance.now() - start > 1000);
  await expect(client.request(list)).resolves.toBeTruthy();
  await client.close();
});

test("an API server with another certificate isn't trusted, and the error differs from that of an unreachable one", async () => {
  const server = config.clusters[0]?.cluster.server ?? "";
  const clusters = [{ name: "sandbox", cluster: { server } }];
  const stranger = connectCluster({ kubeconfigFile: await kubeconfig("no-ca", { clusters }) });
  await expect(stranger.request(list)).rejects.toMatchObject({ kind: "refused" });
  await stranger.close();

  const port = await freePort();
  const nowhere = [
    { name: "sandbox", cluster: { ...config.clusters[0]?.cluster, server: `https://127.0.0.1:${port}` } },
  ];
  const away = connectCluster({ kubeconfigFile: await kubeconfig("away", { clusters: nowhere }) });
  await expect(away.request(list)).rejects.toMatchObject({
    kind: "unreachable",
    message: `The Kubernetes API at 127.0.0.1:${port} doesn’t answer: connection refused.`,
  });
  await away.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
