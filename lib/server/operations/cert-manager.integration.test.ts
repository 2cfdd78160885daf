import { afterAll, beforeAll, expect, test } from "vitest";
import type { CertManagerView, MigrationRequest } from "@/lib/api/cert-manager";
import type { Metadata } from "@/lib/api/metadata";
import type { AdoptionView } from "@/lib/api/tls-secret";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { call, thrownProblem } from "@/lib/server/testing/call";
import { keyPair } from "@/lib/server/testing/key-pair";
import { startTestPanel, type TestPanel, waitUntil } from "@/lib/server/testing/test-panel";
import { certManagerDefinitions } from "@/sandbox/kubernetes/seeds/cert-manager";
import { readAdoption } from "./adoption";
import { readIssuers, takeIssuerSettings } from "./cert-manager";
import { readInstallationMetadata } from "./metadata";
import { listTlsSecrets } from "./tls-secrets";

let panel: TestPanel;
const vc = "vamp-demo";
const token = "cf-token-that-nobody-but-the-server-may-see-0123456789";
const secrets = { group: "", plural: "secrets" };

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

/** What a user confirms: an issuer's first solver as it is shown. */
async function reviewed(name: string): Promise<MigrationRequest> {
  const issuer = (await read()).issuers.find((each) => each.name === name);
  const { seen = "" } = issuer?.solvers[0] ?? {};
  const { kind = "Issuer", namespace = null } = issuer ?? {};
  return { kind, namespace, name, solver: 0, seen, place: "virtualCluster" };
}
const take = (body: Partial<MigrationRequest>) =>
  call<Metadata>(panel.cluster, takeIssuerSettings, { params: { vc }, body });

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
  // The uid of an object that is there, so that it isn't collected.
  const uid = panel.sandbox.kubernetes.objects.get(
    { group: "", plural: "services" },
    "istio-system",
    "istio-ingressgateway",
  )?.metadata.uid;
  put(certManager("certificates"), {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: {
      name: "shop",
      namespace: "istio-system",
      ownerReferences: [
        { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "shop", uid, controller: true },
      ],
    },
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
    ownsSecret: false,
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
        ...{ madeFrom: { kind: "Ingress", name: "shop" }, ownsSecret: false },
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
  expect(JSON.stringify(await take(await reviewed("letsencrypt")))).not.toContain(token);
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
  const missing = await thrownProblem(take(await reviewed("digitalocean")));
  expect(missing).toMatchObject({ status: 409, detail: expect.stringContaining("vamp-demo/do") });
  putSecret(vc, "do", { token: "short secret" });
  const wrong = await thrownProblem(take(await reviewed("digitalocean")));
  expect(wrong).toMatchObject({ status: 422 });
  expect(JSON.stringify(wrong)).not.toContain("short secret");
  const held = panel.sandbox.kubernetes.objects.get(secrets, vc, "lamia-metadata") as unknown as {
    data?: Record<string, string>;
  } | null;
  expect(held?.data?.digitalocean_token).toBeUndefined();
});

test("what was reviewed is what is taken: another Secret, place, or setting is shown first", async () => {
  const solver = { dns01: { digitalocean: { tokenSecretRef: { name: "moving", key: "token" } } } };
  putIssuer("Issuer", "moving", vc, solver);
  putSecret(vc, "moving", { token: `dop_v1_${"a".repeat(64)}` });
  const changes: [string, () => void][] = [
    ["the Secret's contents", () => putSecret(vc, "moving", { token: `dop_v1_${"b".repeat(64)}` })],
    ["the Secret", () => panel.sandbox.kubernetes.objects.remove(secrets, vc, "moving")],
    [
      "the issuer",
      () => {
        const tokenSecretRef = { name: "other", key: "token" };
        putIssuer("Issuer", "moving", vc, { dns01: { digitalocean: { tokenSecretRef } } });
      },
    ],
  ];
  for (const [what, change] of changes) {
    const seen = await reviewed("moving");
    change();
    const problem = await thrownProblem(take(seen));
    expect(problem, what).toMatchObject({ status: 409, current: { installed: true } });
    const current = (problem as { current?: CertManagerView }).current?.issuers;
    const shown = current?.find(({ name }) => name === "moving")?.solvers[0]?.seen;
    expect(shown, what).toBe((await reviewed("moving")).seen);
    expect(shown, what).not.toBe(seen.seen);
  }
});

test("the secrets of a ClusterIssuer can stay in Lamia's namespace; those of an Issuer stay in its own", async () => {
  expect((await read()).issuers.map(({ name, solvers }) => [name, solvers[0]?.fitsInstallation])).toEqual(
    expect.arrayContaining([
      ["letsencrypt", true],
      ["digitalocean", false],
    ]),
  );
  const held = () =>
    panel.sandbox.kubernetes.objects.get(secrets, vc, "lamia-metadata")?.metadata.resourceVersion;
  const before = held();
  await take({ ...(await reviewed("letsencrypt")), place: "installation" });
  const { items } = await call<Metadata>(panel.cluster, readInstallationMetadata);
  expect(items.find(({ key }) => key === "cloudflare_api_token")?.set).toBe(true);
  const shared = panel.sandbox.kubernetes.objects.get(secrets, "lamia-system", "lamia-metadata");
  expect((shared as { data?: Record<string, string> } | null)?.data?.cloudflare_api_token).toBe(
    encoded(token),
  );
  expect(held()).toBe(before);
  const refused = await thrownProblem(take({ ...(await reviewed("digitalocean")), place: "installation" }));
  expect(refused.status).toBe(409);
});

test("before you remove a Certificate, you hear who else needs its Secret, and what would make it again", async () => {
  const query = { port: "443", host: "shop.democluster.net", secret: "shop-tls" };
  const plan = () => call<AdoptionView>(panel.cluster, readAdoption, { params: { vc, name: "shop" }, query });
  expect((await plan()).certManager).toEqual({
    ...{ certificate: "shop", issuer: "letsencrypt", issuerKind: "ClusterIssuer", ownsSecret: false },
    ...{ exists: true, madeFrom: { kind: "Ingress", name: "shop" }, otherServers: 1 },
  });
  panel.sandbox.kubernetes.objects.remove(certManager("certificates"), "istio-system", "shop");
  expect((await plan()).certManager).toMatchObject({ exists: false, madeFrom: null });
});
