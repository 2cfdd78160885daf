import type { APIRequestContext, Page } from "@playwright/test";
import { waitFor } from "@/scripts/child";
import { sidewaysScroll } from "./support/pages";
import { coreApi } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

const namespace = "by-hand";
const apex = "handmade.net";
const host = `shop.${apex}`;
const challenge = `_acme-challenge.${host}`;

test.use({ ignoreHTTPSErrors: true, permissions: ["clipboard-read", "clipboard-write"] });
test.beforeAll(({ stage }) => createVirtualCluster(stage, namespace, apex));
test.afterAll(({ stage }) => coreApi(stage).deleteNamespace({ name: namespace }));

/**
 * Ends once the panel knows it.
 * @param manualZone one whose records are entered by hand
 */
async function createVirtualCluster(stage: Stage, name: string, manualZone?: string): Promise<void> {
  await coreApi(stage).createNamespace({
    body: {
      metadata: {
        name,
        labels: { "lamia.dev/managed": "true" },
        ...(manualZone && { annotations: { "lamia.dev/manual_zones": manualZone } }),
      },
    },
  });
  await waitFor(`${name} in the panel`, 60, () => stage.api<object>("GET", `/virtual-clusters/${name}`));
}

/** A user at the web page of a DNS provider without an API. */
async function atProvider(request: APIRequestContext, { sandbox }: Stage, path: string, values?: string[]) {
  const response = await request.put(`${sandbox.dnsProviders["by-hand"]?.endpoint}${path}`, {
    data: { values },
  });
  expect(response.status()).toBe(200);
  return (await response.json()) as { nameServers: string[] };
}

/** What a button copies to the clipboard. */
async function copied(page: Page, name: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByRole("button", { name, exact: true }).click();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe("");
  return read();
}

test("records to enter by hand are copied from the page, found values appear next to the expected ones, and the walk goes on by itself", async ({
  signedIn: page,
  stage,
}) => {
  const { request } = page;
  const { nameServers } = await atProvider(request, stage, `/zones/${apex}`);
  const registrar = `${stage.sandbox.registrar.url}/domains/${apex}/name-servers`;
  expect((await request.put(registrar, { data: { nameServers } })).ok()).toBe(true);
  await stage.api("POST", `/virtual-clusters/${namespace}/gateways`, {
    name: "hand",
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
  await page.goto(`${stage.url}/virtual-clusters/${namespace}/gateways/hand`);
  const records = page.getByRole("list", { name: `Records to enter for ${host}` });
  const address = records.getByRole("listitem").filter({ hasText: `TypeAName${host}` });
  const txt = records.getByRole("listitem").filter({ hasText: challenge });
  await expect(address).toContainText("Missing");
  await expect(txt).toContainText("no record");

  await test.step("found values appear next to the expected ones", async () => {
    await atProvider(request, stage, `/zones/${apex}/records/${host}/A`, ["192.0.2.99"]);
    await expect(address).toContainText("Found: 192.0.2.99");
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("each part can be copied", async () => {
    expect(await copied(page, `Copy the name ${host}`)).toBe(host);
    const value = await copied(page, `Copy the value of A ${host}`);
    await atProvider(request, stage, `/zones/${apex}/records/${host}/A`, [value]);
    await expect(address.getByText("Found", { exact: true })).toBeVisible();
  });

  await test.step("the certificate arrives once the challenge is in place", async () => {
    expect(await copied(page, "Copy the type TXT")).toBe("TXT");
    const name = await copied(page, `Copy the name ${challenge}`);
    const token = await copied(page, `Copy the value of TXT ${challenge}`);
    await atProvider(request, stage, `/zones/${apex}/records/${name}/TXT`, [token]);
    await expect(txt).toHaveCount(0);
    await expect(page.getByText("All name servers have these records.")).toBeVisible();
    await expect(page.getByText("Issued by").first()).toBeVisible();
    await expectAccessible(page);
  });
  // Its page would ask for a gateway that is gone.
  await page.goto("about:blank");
  await stage.api("DELETE", `/virtual-clusters/${namespace}/gateways/hand`);
});

test("the remedy of a subdomain names the zone above it, not a registrar, and NS records there are enough", async ({
  signedIn: page,
  stage,
}) => {
  const { request } = page;
  const below = `team.${apex}`;
  const belowNamespace = `${namespace}-below`;
  const above = await atProvider(request, stage, `/zones/${apex}`);
  const registrar = `${stage.sandbox.registrar.url}/domains/${apex}/name-servers`;
  expect((await request.put(registrar, { data: { nameServers: above.nameServers } })).ok()).toBe(true);
  const { endpoint = "", credentials } = stage.sandbox.dnsProviders.digitalocean ?? {};
  const token = credentials?.token;
  const created = await request.post(`${endpoint}/domains`, {
    headers: { authorization: `Bearer ${token}` },
    data: { name: below },
  });
  expect(created.status()).toBe(201);
  await createVirtualCluster(stage, belowNamespace);
  await stage.api("PATCH", `/virtual-clusters/${belowNamespace}/metadata`, { digitalocean_token: token });
  await stage.api("POST", `/virtual-clusters/${belowNamespace}/gateways`, {
    name: "below",
    servers: [{ securedHost: `shop.${below}`, hosts: [`shop.${below}`], port: 443, protocol: "HTTPS" }],
  });
  await page.goto(`${stage.url}/virtual-clusters/${belowNamespace}/gateways/below`);
  const remedy = page
    .getByText(`What to do: Where you manage the zone ${apex}, set the NS records of ${below}`)
    .filter({ visible: true });
  await expect(remedy).toBeVisible();
  const servers = page.getByRole("list", { name: `Name servers of ${below}` });
  const nameServers = await servers.locator("code").allInnerTexts();
  expect(nameServers).not.toHaveLength(0);
  for (const server of nameServers) await expect(remedy).toContainText(server);
  await expect(page.getByText(`At the registrar of ${below}`)).toHaveCount(0);
  await expectAccessible(page);

  await atProvider(request, stage, `/zones/${apex}/records/${below}/NS`, nameServers);
  const step = page.getByText(`The delegation of ${below} at ${apex} is correct.`, { exact: true });
  await expect(step).toBeVisible();
  await expect(remedy).toHaveCount(0);
  // Its page would ask for a gateway that is gone.
  await page.goto("about:blank");
  await stage.api("DELETE", `/virtual-clusters/${belowNamespace}/gateways/below`);
  await coreApi(stage).deleteNamespace({ name: belowNamespace });
});
