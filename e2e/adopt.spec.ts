import { CoreV1Api, KubeConfig, type KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { keyPair } from "@/lib/server/testing/key-pair";
import { certManagerDefinitions } from "@/sandbox/kubernetes/seeds/cert-manager";
import { sidewaysScroll } from "./support/pages";
import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** Certificates that exist before Lamia: those in other people's Secrets, and those of cert-manager. */
const cluster = "/virtual-clusters/vamp-demo";
const namespace = "istio-system";

function clientsOf({ sandbox }: Stage) {
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  return { core: config.makeApiClient(CoreV1Api), objects: KubernetesObjectApi.makeApiClient(config) };
}

/** A Gateway that serves from a Secret that Lamia didn't write, and that Secret. */
async function putForeign(stage: Stage, name: string, host: string, annotations = {}): Promise<void> {
  const { chain, key } = await keyPair(host, new Date().getUTCFullYear());
  await clientsOf(stage).core.createNamespacedSecret({
    namespace,
    body: {
      metadata: { name: `${name}-tls`, annotations },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": chain, "tls.key": key },
    },
  });
  const tls = { mode: "SIMPLE", credentialName: `${name}-tls` };
  await stage.api("PUT", `${cluster}/objects`, {
    ignoreFindings: true,
    object: {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [{ port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: [host], tls }],
      },
    },
  });
}

async function removeForeign(stage: Stage, name: string): Promise<void> {
  await stage.api("DELETE", `${cluster}/gateways/${name}`);
  await clientsOf(stage).core.deleteNamespacedSecret({ namespace, name: `${name}-tls` });
}

test.beforeAll(async ({ stage }) => populate(stage));

test("a host served from somebody else's Secret is listed, taken over with one button, and given back", async ({
  signedIn: page,
  stage,
}) => {
  const host = "adopted.democluster.net";
  const becomes = credentialNameFor(host);
  await putForeign(stage, "adopted", host);
  try {
    await page.goto(`${stage.url}/certificates`);
    await page
      .getByRole("navigation", { name: "Certificates by who manages them" })
      .getByText("Others")
      .click();
    const row = page.getByRole("row").filter({ hasText: "adopted-tls" });
    await expect(row).toContainText(host);
    await expect(row).toContainText("Usable");
    await expectAccessible(page);
    await row.getByRole("link", { name: "vamp-demo / adopted" }).click();

    const card = page.getByRole("region", { name: "Certificates of others" });
    await expect(card).toContainText(`${namespace}/adopted-tls`);
    await card.getByRole("button", { name: `Let Lamia manage ${host}` }).click();
    const dialog = page.getByRole("dialog", { name: `Let Lamia manage ${host}?` });
    await expect(dialog.getByRole("list", { name: "Now" })).toContainText(`${namespace}/adopted-tls`);
    await expect(dialog.getByRole("list", { name: "After" })).toContainText(`${namespace}/${becomes}`);
    await expectAccessible(page, "dialog[open]");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await dialog.getByRole("button", { name: "Let Lamia manage it" }).click();
    await expect(dialog).toBeHidden();
    await expect(card).toContainText("before Lamia’s certificate");
    await expectAccessible(page);
    await card.getByRole("button", { name: `Go back to this Secret for ${host}` }).click();
    const back = page.getByRole("dialog", { name: `Serve ${host} from adopted-tls again?` });
    await expect(back.getByRole("list", { name: "After" })).toContainText(`${namespace}/adopted-tls`);
    await back.getByRole("button", { name: "Go back" }).click();
    await expect(back).toBeHidden();
    await expect(card.getByRole("button", { name: `Let Lamia manage ${host}` })).toBeVisible();
  } finally {
    await page.goto("about:blank");
    await removeForeign(stage, "adopted");
  }
});

test("cert-manager's certificates are recognized, and the settings of its issuer are taken after a review", async ({
  signedIn: page,
  stage,
}) => {
  const { core, objects } = clientsOf(stage);
  const create = (object: object) => objects.create(object as KubernetesObject);
  const definitions = certManagerDefinitions();
  const vc = "migrates";
  await core.createNamespace({ body: { metadata: { name: vc, labels: { "lamia.dev/managed": "true" } } } });
  // The client has names of its own for the fields of a schema.
  const inWordsOfClient = (object: object): object =>
    JSON.parse(
      JSON.stringify(object)
        .replaceAll("x-kubernetes-preserve-", "x_kubernetes_preserve_")
        .replaceAll("unknown-fields", "unknown_fields"),
    );
  for (const each of definitions) await create(inWordsOfClient(each));
  await putForeign(stage, "migrating", "migrating.democluster.net", {
    "cert-manager.io/certificate-name": "migrating",
    "cert-manager.io/issuer-name": "letsencrypt",
    "cert-manager.io/issuer-kind": "ClusterIssuer",
  });
  const token = "token-of-cloudflare-that-no-browser-sees-0123456789";
  await core.createNamespacedSecret({
    namespace: vc,
    body: { metadata: { name: "cloudflare" }, stringData: { "api-token": token } },
  });
  const spec = {
    acme: {
      server: "https://acme-staging-v02.api.letsencrypt.org/directory",
      email: "ops@example.org",
      solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: "cloudflare", key: "api-token" } } } }],
    },
  };
  const apiVersion = "cert-manager.io/v1";
  await create({ apiVersion, kind: "Issuer", metadata: { name: "letsencrypt", namespace: vc }, spec });
  await create({ apiVersion, kind: "ClusterIssuer", metadata: { name: "shared" }, spec });
  await create({
    apiVersion,
    kind: "Certificate",
    metadata: { name: "migrating", namespace },
    spec: { secretName: "migrating-tls" },
  });
  try {
    await page.goto(`${stage.url}${cluster}/gateways/migrating`);
    const card = page.getByRole("region", { name: "Certificates of others" });
    await expect(card).toContainText("Certificate migrating of cert-manager keeps it up to date");
    await card.getByRole("button", { name: "Let Lamia manage migrating.democluster.net" }).click();
    const adoption = page.getByRole("dialog", { name: "Let Lamia manage migrating.democluster.net?" });
    await expect(adoption).toContainText("kubectl -n istio-system delete certificate migrating");
    await adoption.getByRole("button", { name: "Cancel" }).click();

    const answers: string[] = [];
    page.on("response", async (response) => {
      if (response.url().includes("/api/v1/")) answers.push(await response.text().catch(() => ""));
    });
    await page.goto(`${stage.url}/virtual-clusters/${vc}/metadata`);
    await page.getByRole("button", { name: "From cert-manager…" }).click();
    const dialog = page.getByRole("dialog", { name: "Take settings from cert-manager" });
    const issuer = dialog.getByRole("combobox", { name: "Issuer" });
    const place = dialog.getByRole("combobox", { name: "Whose metadata" });
    await issuer.selectOption({ label: "ClusterIssuer shared – Cloudflare" });
    await expect(dialog).toContainText(`A ClusterIssuer’s secrets become readable in ${vc}`);
    await place.selectOption("The installation, for all virtual clusters");
    await expect(dialog).toContainText("The secrets go to Lamia’s namespace");
    await expect(dialog).not.toContainText("become readable");
    await expectAccessible(page, "dialog[open]");
    await issuer.selectOption({ label: `Issuer ${vc}/letsencrypt – Cloudflare` });
    await expect(place).toBeHidden();
    const settings = dialog.getByRole("list", { name: "What Lamia takes" });
    await expect(settings).toContainText("letsencrypt-staging");
    await expect(settings).toContainText(`copied from Secret ${vc}/cloudflare, key api-token`);
    await expect(dialog.getByRole("list", { name: "What stays behind" })).toContainText("ops@example.org");
    await expectAccessible(page, "dialog[open]");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await dialog.getByRole("button", { name: "Take these settings" }).click();
    await expect(dialog).toBeHidden();
    await expect
      .poll(async () => {
        const { items } = await stage.api<{ items: { key: string; set: boolean }[] }>(
          "GET",
          `/virtual-clusters/${vc}/metadata`,
        );
        return items.find(({ key }) => key === "cloudflare_api_token")?.set;
      })
      .toBe(true);
    expect(answers.join()).not.toContain(token);
  } finally {
    await page.goto("about:blank");
    await removeForeign(stage, "migrating");
    for (const { kind, apiVersion, metadata } of definitions as unknown as KubernetesObject[])
      await objects.delete({ kind, apiVersion, metadata } as never);
    await core.deleteNamespace({ name: vc });
  }
});
