import { readFileSync } from "node:fs";
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { sidewaysScroll } from "./support/pages";
import { coreApi, populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

const namespace = "zones";
const shop = "/virtual-clusters/vamp-demo";
const own = `/virtual-clusters/${namespace}`;

test.use({ ignoreHTTPSErrors: true, permissions: ["clipboard-read", "clipboard-write"] });
test.beforeAll(async ({ stage }) => {
  await populate(stage);
  await coreApi(stage).createNamespace({
    body: { metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } } },
  });
});
test.afterAll(async ({ stage }) => {
  await coreApi(stage).deleteNamespace({ name: namespace });
});

async function addGateway(
  stage: Stage,
  cluster: string,
  name: string,
  host: string,
  metadata: Record<string, string> = {},
): Promise<void> {
  const servers = [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }];
  await stage.api("POST", `${cluster}/gateways`, { name, metadata, servers });
}

/** At the provider without an API: a zone, or the values of a record in it. */
async function byHand(request: APIRequestContext, { sandbox }: Stage, path: string, values?: string[]) {
  const endpoint = sandbox.dnsProviders["by-hand"]?.endpoint;
  const response = await request.put(`${endpoint}${path}`, { data: { values } });
  expect(response.status()).toBe(200);
  return (await response.json()) as { nameServers: string[] };
}

async function atRegistrar(request: APIRequestContext, { sandbox }: Stage, path: string, data: object) {
  expect((await request.put(`${sandbox.registrar.url}/domains/${path}`, { data })).ok()).toBe(true);
}

async function registered(request: APIRequestContext, stage: Stage, apex: string): Promise<void> {
  const { nameServers } = await byHand(request, stage, `/zones/${apex}`);
  await atRegistrar(request, stage, `${apex}/name-servers`, { nameServers });
}

async function copied(page: Page, button: Locator): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button.click();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe("");
  return read();
}

async function fitsPhones(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("a gateway's page says which zone it uses and why, and a zone that its metadata name is checked", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${shop}/gateways/shop`);
  const card = page.getByRole("region", { name: "Name servers" });
  await expect(card).toContainText("Zone democluster.net at Google Cloud DNS");
  await expect(card).toContainText("The only zone that holds shop.democluster.net.");

  await addGateway(stage, shop, "zoned", "zoned.democluster.net", { dns_zone: "elsewhere.net" });
  await page.goto(`${stage.url}${shop}/gateways/zoned`);
  await expect(
    page.getByText(/Correct dns_zone in the metadata of Gateway zoned, or remove it/).first(),
  ).toBeVisible();
  await fitsPhones(page);
  await page.goto(`${stage.url}${shop}/gateways/zoned/edit`);
  await page.getByRole("textbox", { name: "Value of metadata 1" }).fill("democluster.net");
  await page.getByRole("button", { name: "Save changes", exact: true }).click();
  await page.waitForURL(/gateways\/zoned$/);
  await expect(card).toContainText("Set by dns_zone in the metadata of Gateway zoned.");
  await fitsPhones(page);
  await page.goto("about:blank");
  await stage.api("DELETE", `${shop}/gateways/zoned`);
});

test("a challenge is delegated by one CNAME record: to an acme-dns server, and to a zone with an API", async ({
  signedIn: page,
  stage,
}) => {
  const { request } = page;
  const host = "shop.delegated.net";
  const challenge = `_acme-challenge.${host}`;
  await registered(request, stage, "delegated.net");
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  const { project_id: google_project_id } = JSON.parse(key) as { project_id: string };
  await stage.api("PATCH", `${own}/metadata`, {
    google_project_id,
    google_service_account: key,
    manual_zones: "delegated.net",
    dns_provider: "manual",
  });
  await addGateway(stage, own, "delegated", host);
  await page.goto(`${stage.url}${own}/gateways/delegated`);
  const records = page.getByRole("list", { name: `Records to enter for ${host}` });
  const txt = records.getByRole("listitem").filter({ hasText: `TypeTXTName${challenge}` });
  await expect(txt).toContainText(
    "set acme_challenge_zone in the metadata of the virtual cluster to a zone at Google",
  );
  const cname = records.getByRole("listitem").filter({ hasText: `TypeCNAMEName${challenge}` });
  const cnameTarget = () =>
    copied(page, cname.getByRole("button", { name: `Copy the value of CNAME ${challenge}` }));

  await test.step("to an acme-dns server", async () => {
    const acme_dns_url = stage.sandbox.dnsProviders["acme-dns"]?.endpoint;
    await stage.api("PATCH", `${own}/metadata`, { acme_dns_url });
    await expect(cname).toContainText("Missing");
    expect(await cnameTarget()).toMatch(/^[0-9a-f-]{36}\.acme-dns\.net$/);
    await byHand(request, stage, `/zones/delegated.net/records/${challenge}/CNAME`, ["old.acme-dns.net"]);
    await expect(cname).toContainText("Found: old.acme-dns.net");
    await fitsPhones(page);
  });

  await test.step("to a zone with an API, where the page then shows the new target", async () => {
    await stage.api("PATCH", `${own}/metadata`, { acme_challenge_zone: "democluster.net" });
    await expect(cname).toContainText(`.${namespace}._lamia-acme.democluster.net`);
    const target = await cnameTarget();
    await fitsPhones(page);
    await byHand(request, stage, `/zones/delegated.net/records/${challenge}/CNAME`, [target]);
    await expect(cname).toHaveCount(0);
    await expect(page.getByText("Issued by").first()).toBeVisible();
  });
  await page.goto("about:blank");
  await stage.api("DELETE", `${own}/gateways/delegated`);
});

test("the way of proving a host is a choice in the metadata, whose help says that it isn't for wildcards", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${own}/metadata`);
  await page.getByRole("heading", { name: "Certificates", exact: true }).click();
  const choice = page.getByLabel(/acme_challenge$/);
  await expect(choice).toHaveAccessibleDescription(/It doesn’t work for wildcards\./);
  await choice.selectOption("http-01");
  await page.getByRole("button", { name: "Save metadata" }).click();
  await expect(page.getByText("All changes are saved.")).toBeVisible();
  await fitsPhones(page);
  await registered(page.request, stage, "wild.net");
  await stage.api("PATCH", `${own}/metadata`, { manual_zones: "wild.net", dns_provider: "manual" });
  await addGateway(stage, own, "wild", "*.wild.net");
  await page.goto(`${stage.url}${own}/gateways/wild`);
  await expect(page.getByText(/acme_challenge is http-01/).first()).toBeVisible();
  await page.goto("about:blank");
  await stage.api("DELETE", `${own}/gateways/wild`);
  await stage.api("PATCH", `${own}/metadata`, { acme_challenge: null });
});

test("an apex whose load balancer has only a name shows its addresses, and says from which name they are", async ({
  signedIn: page,
  stage,
}) => {
  const { request } = page;
  await registered(request, stage, "balancer.net");
  await byHand(request, stage, "/zones/balancer.net/records/lb.balancer.net/A", ["127.0.80.1"]);
  await addGateway(stage, shop, "apex", "apexed.net", { gateway_address: "lb.balancer.net" });
  await page.goto(`${stage.url}${shop}/gateways/apex`);
  const card = page.getByRole("region", { name: "Records", exact: true });
  await expect(card.getByRole("list", { name: "Records of apexed.net" })).toContainText("127.0.80.1");
  await expect(card).toContainText("Addresses of lb.balancer.net, resolved");
  await fitsPhones(page);
  await page.goto("about:blank");
  await stage.api("DELETE", `${shop}/gateways/apex`);
});

test("a DS record without a key blocks the delegation, the remedy names it, and the walk goes on once it is gone", async ({
  signedIn: page,
  stage,
}) => {
  const { request } = page;
  await addGateway(stage, shop, "signed", "shop.signed.net");
  await page.goto(`${stage.url}${shop}/gateways/signed`);
  await expect(page.getByText("Issued by").first()).toBeVisible();
  const ds = "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118c0ffee0ddba11c0de5eed5ee";
  await atRegistrar(request, stage, "signed.net/ds", { ds: [ds] });
  await page.getByRole("button", { name: "Check now" }).click();
  // The event keeps the text, too.
  const remedies = page.getByRole("paragraph").filter({ hasText: "What to do:" });
  const remedy = remedies.filter({ hasText: "At the registrar of signed.net, remove the DS record" }).first();
  await expect(remedy).toContainText("60485");
  await expect(remedy).toBeVisible();
  await fitsPhones(page);
  await atRegistrar(request, stage, "signed.net/ds", { ds: [] });
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(remedy).toHaveCount(0);
  await page.goto("about:blank");
  await stage.api("DELETE", `${shop}/gateways/signed`);
});
