import { afterAll, beforeAll, expect, test } from "vitest";
import type { CertManagerView } from "@/lib/api/cert-manager";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { call, thrownProblem } from "@/lib/server/testing/call";
import { keyPair } from "@/lib/server/testing/key-pair";
import { startTestPanel, type TestPanel, waitUntil } from "@/lib/server/testing/test-panel";
import { certManagerDefinitions } from "@/sandbox/kubernetes/seeds/cert-manager";
import { readIssuers, takeIssuerSettings } from "./cert-manager";
import { listTlsSecrets } from "./tls-secrets";

let panel: TestPanel;
const vc = "vamp-demo";
const token = "cf-token-that-nobody-but-the-server-may-see-0123456789";
const secrets = { group: "", plural: "secrets" };

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

const read = () => call<CertManagerView>(panel.cluster, readIssuers, { params: { vc } });
const put = (resource: { group: string; plural: string }, object: object) =>
  panel.sandbox.kubernetes.objects.put(resource, object as never);
const certManager = (plural: string) => ({ group: "cert-manager.io", plural });

function putSecret(namespace: string, name: string, data: Record<string, string>, annotations = {}): void {
  put(secrets, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, annotations },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encoded(value)])),
  });
}

function putIssuer(
  kind: "Issuer" | "ClusterIssuer",
  name: string,
  namespace: string | null,
  solver: object,
): void {
  put(certManager(kind === "Issuer" ? "issuers" : "clusterissuers"), {
    apiVersion: "cert-manager.io/v1",
    kind,
    metadata: namespace === null ? { name } : { name, namespace },
    spec: {
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "ops@example.org",
        solvers: [solver],
      },
    },
  });
}

test("a cluster without cert-manager's kinds says so", async () => {
  expect(await read()).toEqual({ installed: false, issuers: [], certificates: [] });
});

test("settings of an issuer become metadata: secrets go from Secret to Secret, and nothing of cert-manager's changes", async () => {
  for (const each of certManagerDefinitions())
    put({ group: "apiextensions.k8s.io", plural: "customresourcedefinitions" }, each);
  const { chain, key } = await keyPair("shop.democluster.net", new Date().getUTCFullYear());
  putSecret(
    "istio-system",
    "shop-tls",
    { "tls.crt": chain, "tls.key": key },
    {
      "cert-manager.io/certificate-name": "shop",
      "cert-manager.io/issuer-name": "letsencrypt",
      "cert-manager.io/issuer-kind": "ClusterIssuer",
    },
  );
  put(certManager("certificates"), {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "shop", namespace: "istio-system" },
    spec: { secretName: "shop-tls", dnsNames: ["shop.democluster.net"], issuerRef: { name: "letsencrypt" } },
  });
  const tls = { mode: "SIMPLE", credentialName: "shop-tls" };
  const port = { number: 443, name: "https", protocol: "HTTPS" };
  put(
    { group: "networking.istio.io", plural: "gateways" },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "shop", namespace: vc },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [{ port, hosts: ["shop.democluster.net"], tls }],
      },
    },
  );
  // Another virtual cluster serves from the same Secret, and from one of its own.
  put(
    { group: "networking.istio.io", plural: "gateways" },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "others", namespace: "default" },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [
          { port, hosts: ["a.democluster.net"], tls },
          { port, hosts: ["b.democluster.net"], tls: { ...tls, credentialName: "b-tls" } },
        ],
      },
    },
  );
  put(certManager("certificates"), {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "b", namespace: "istio-system" },
    spec: { secretName: "b-tls", dnsNames: ["b.democluster.net"], issuerRef: { name: "letsencrypt" } },
  });
  const dns01 = { cloudflare: { apiTokenSecretRef: { name: "cloudflare", key: "api-token" } } };
  putIssuer("ClusterIssuer", "letsencrypt", null, { dns01 });
  putIssuer("Issuer", "elsewhere", "default", { dns01 });
  putIssuer("Issuer", "ours", vc, { dns01: { webhook: { groupName: "g", solverName: "s" } } });
  putSecret("cert-manager", "cloudflare", { "api-token": `${token}\n` });

  await waitUntil("the Gateway is known", () => panel.cluster.cache.get("Gateway", vc, "shop"));
  await waitUntil("the other, too", () => panel.cluster.cache.get("Gateway", "default", "others"));
  const listed = await waitUntil("its Secret is read", async () => {
    const { items } = await call<{ items: { certManager: unknown }[] }>(panel.cluster, listTlsSecrets);
    return items.find((each) => each.certManager);
  });
  expect(listed.certManager).toEqual({
    certificate: "shop",
    issuer: "letsencrypt",
    issuerKind: "ClusterIssuer",
  });

  const view = await read();
  expect(view).toMatchObject({
    installed: true,
    issuers: [
      { kind: "ClusterIssuer", name: "letsencrypt", solvers: [{ title: "Cloudflare", obstacle: null }] },
      { kind: "Issuer", name: "ours", solvers: [{ obstacle: expect.stringContaining("webhook") }] },
    ],
    certificates: [
      {
        ...{ namespace: "istio-system", name: "shop", secret: "istio-system/shop-tls" },
        ...{ gateways: ["shop"], isUsedElsewhere: true },
      },
    ],
  });
  expect(view.issuers[0]?.solvers[0]?.settings).toContainEqual(
    expect.objectContaining({
      key: "cloudflare_api_token",
      value: null,
      from: { secret: "cert-manager/cloudflare", key: "api-token" },
    }),
  );
  expect(JSON.stringify(view)).not.toContain(token);

  const everything = () =>
    ["clusterissuers", "issuers", "certificates"].flatMap((plural) =>
      panel.sandbox.kubernetes.objects.list(certManager(plural)),
    );
  const before = everything();
  const [issuer] = view.issuers;
  const { kind, namespace, name, resourceVersion } = issuer ?? {};
  const take = (body: object) =>
    call(panel.cluster, takeIssuerSettings, {
      params: { vc },
      body: { kind, namespace, name, resourceVersion, solver: 0, ...body },
    });
  expect(await thrownProblem(take({ resourceVersion: "1" }))).toMatchObject({ status: 409 });
  expect(JSON.stringify(await take({}))).not.toContain(token);
  const held = panel.sandbox.kubernetes.objects.get(secrets, vc, "lamia-metadata") as unknown as {
    data: Record<string, string>;
  };
  expect(held.data.cloudflare_api_token).toBe(encoded(token));
  const annotations = panel.cluster.cache.get("Namespace", null, vc)?.metadata.annotations ?? {};
  expect(annotations).toMatchObject({
    "lamia.dev/acme_ca": "letsencrypt",
    "lamia.dev/acme_challenge": "dns-01",
  });
  expect(JSON.stringify(annotations)).not.toContain(token);
  expect(everything()).toEqual(before);
});

test("a Secret that isn't there, or holds what the provider would refuse, changes nothing and is named, not quoted", async () => {
  const solver = { dns01: { digitalocean: { tokenSecretRef: { name: "do", key: "token" } } } };
  putIssuer("Issuer", "digitalocean", vc, solver);
  const issuerOf = async () => (await read()).issuers.find(({ name }) => name === "digitalocean");
  const take = async () => {
    const { kind, namespace, name, resourceVersion } = (await issuerOf()) ?? {};
    return call(panel.cluster, takeIssuerSettings, {
      params: { vc },
      body: { kind, namespace, name, resourceVersion, solver: 0 },
    });
  };
  const missing = await thrownProblem(take());
  expect(missing).toMatchObject({ status: 409, detail: expect.stringContaining("vamp-demo/do") });
  putSecret(vc, "do", { token: "short secret" });
  const wrong = await thrownProblem(take());
  expect(wrong).toMatchObject({ status: 422 });
  expect(JSON.stringify(wrong)).not.toContain("short secret");
  const held = panel.sandbox.kubernetes.objects.get(secrets, vc, "lamia-metadata") as unknown as {
    data?: Record<string, string>;
  } | null;
  expect(held?.data?.digitalocean_token).toBeUndefined();
});
