import { afterAll, beforeAll, expect, test } from "vitest";
import { applyObject, getObject } from "@/lib/kubernetes/objects/objects";
import { missingPermissions } from "@/lib/kubernetes/permissions";
import { type ConnectedTestCluster, connectTestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { createCluster } from "./cluster";
import { ingressPods } from "./ingresses";
import { securedHostsOf } from "./secured-hosts";

let cluster: ConnectedTestCluster;
const namespace = "vamp-demo";

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

async function securedGateway(name: string, tls?: object) {
  await applyObject(cluster, "Gateway", {
    metadata: { name, namespace, annotations: { "lamia.dev/secured-hosts": `443=${name}.example.org` } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] },
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [`${name}.example.org`],
          tls: tls ?? { mode: "SIMPLE", credentialName: "old" },
        },
      ],
    },
  });
  const target = targetOf(name);
  if (!target) throw new Error("the gateway has no secured host");
  return target;
}

function targetOf(name: string) {
  const found = cluster.cache.get("Gateway", namespace, name);
  return found ? securedHostsOf(found)[0] : undefined;
}

test("the ingress of Istio's installation is found with its address", async () => {
  const target = await securedGateway("ingress");
  const port = createCluster(cluster.client, cluster.cache, ingressPods(cluster.client));
  const { seen } = await until(
    () =>
      cluster.cache.get("Service", "istio-system", "istio-ingressgateway")?.status?.loadBalancer
        ?.ingress?.[0],
  );
  expect((await port.ingresses(target))[0]).toMatchObject({
    namespace: "istio-system",
    service: "istio-ingressgateway",
    type: "LoadBalancer",
    address: { ipv4: [seen.ip], ipv6: [], hostname: null },
    ports: expect.arrayContaining([80, 443]),
  });
});

test.each([
  ["a DaemonSet", "apps/v1", "DaemonSet"],
  ["a StatefulSet", "apps/v1", "StatefulSet"],
  ["a bare pod", "v1", "Pod"],
  ["a ReplicaSet of its own", "apps/v1", "ReplicaSet"],
])("an ingress that is %s is found with its address", async (_, apiVersion, kind) => {
  const name = `edge-${kind.toLowerCase()}`;
  const labels = { istio: name };
  const metadata = { name, namespace: "istio-system" };
  const pod = {
    containers: [{ name: "istio-proxy", image: "istio/proxyv2", ports: [{ containerPort: 8443 }] }],
  };
  const template = { metadata: { labels }, spec: pod };
  const isPod = kind === "Pod";
  await cluster.apply({
    apiVersion,
    kind,
    metadata: isPod ? { ...metadata, labels } : metadata,
    spec: isPod
      ? pod
      : { selector: { matchLabels: labels }, template, ...(kind === "StatefulSet" && { serviceName: name }) },
  });
  const ports = [{ name: "https", port: 443, targetPort: 8443 }];
  await cluster.apply({
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { type: "LoadBalancer", selector: labels, ports },
  });
  await until(() => cluster.cache.get("Service", "istio-system", name)?.status?.loadBalancer?.ingress?.[0]);
  const target = await securedGateway(name);
  for (let attempt = 0; ; attempt += 1) {
    const pods = ingressPods(cluster.client);
    const [found] = await createCluster(cluster.client, cluster.cache, pods).ingresses({
      ...target,
      selector: labels,
    });
    // A controller creates a ReplicaSet's pods a moment later.
    if (!found && attempt < 20) continue;
    expect(found).toMatchObject({
      service: name,
      address: { ipv4: [expect.any(String)] },
      targets: [{ port: 443, targetPort: 8443 }],
    });
    return;
  }
});

test("the credential is written into the right server only, and visible at once", async () => {
  const target = await securedGateway("credential", {
    mode: "SIMPLE",
    credentialName: "old",
    minProtocolVersion: "TLSV1_3",
  });
  await createCluster(cluster.client, cluster.cache, ingressPods(cluster.client)).nameCredential(
    target,
    "lamia-new",
  );
  expect(targetOf("credential")?.server).toMatchObject({ tlsMode: "SIMPLE", credentialName: "lamia-new" });
  const servers = (await getObject(cluster, "Gateway", namespace, "credential"))?.spec?.servers;
  expect(servers?.[1]?.tls).toEqual({
    mode: "SIMPLE",
    credentialName: "lamia-new",
    minProtocolVersion: "TLSV1_3",
  });
  expect(servers?.[0]).not.toHaveProperty("tls");
});

test("a server that moved meanwhile causes a conflict, not a credential in the wrong place", async () => {
  const target = await securedGateway("moved");
  const patch = '[{"op":"remove","path":"/spec/servers/0"}]';
  await cluster.kubectl(["patch", "gateway", "moved", "-n", namespace, "--type=json", "-p", patch]);
  const port = createCluster(cluster.client, cluster.cache, ingressPods(cluster.client));
  await expect(port.nameCredential(target, "lamia-new")).rejects.toMatchObject({ kind: "conflict" });
  const servers = (await getObject(cluster, "Gateway", namespace, "moved"))?.spec?.servers;
  expect(servers?.map(({ tls }) => tls?.credentialName)).toEqual(["old"]);
});

test("a write based on an older version is a conflict", async () => {
  const target = await securedGateway("unseen");
  const before = cluster.cache.get("Gateway", namespace, "unseen");
  await cluster.kubectl(["label", "gateway", "unseen", "-n", namespace, "a=b"]);
  const stale = { ...cluster.cache, get: () => before } as typeof cluster.cache;
  const write = createCluster(cluster.client, stale, ingressPods(cluster.client)).nameCredential(
    target,
    "lamia-new",
  );
  await expect(write).rejects.toMatchObject({ kind: "conflict" });
});

test("a foreign Secret is distinguished from ours", async () => {
  const metadata = { name: "theirs", namespace: "istio-system" };
  const data = { "tls.crt": "", "tls.key": "" };
  cluster.objects.put(
    { group: "", plural: "secrets" },
    { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", metadata, data },
  );
  const port = createCluster(cluster.client, cluster.cache, ingressPods(cluster.client));
  expect(await port.tlsSecret("istio-system", "theirs")).toEqual({ serial: null, host: null });
  expect(await port.tlsSecret("istio-system", "nobodys")).toBeNull();
});

test("an administrator lacks no permission", async () => {
  expect(await missingPermissions(cluster.client)).toEqual([]);
});
