import { cloudDnsMetadata } from "@/lib/server/testing/configure-provider";
import { sidewaysScroll } from "./support/pages";
import { coreApi } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

const namespace = "at-registrar";
const apex = "in-use.net";
const host = `shop.${apex}`;
const metadata = `/virtual-clusters/${namespace}/metadata`;

test.use({ ignoreHTTPSErrors: true, refusals: [409] });
test.beforeAll(async ({ stage }) => {
  await coreApi(stage).createNamespace({
    body: { metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } } },
  });
  await stage.api("PATCH", metadata, cloudDnsMetadata({ file: stage.sandbox }));
});
test.afterAll(async ({ stage }) => {
  await stage.api("DELETE", `/virtual-clusters/${namespace}/gateways/registered`);
  await coreApi(stage).deleteNamespace({ name: namespace });
});

test("a button sets the name servers at the registrar after a review, the walk goes on, and there is a way back", async ({
  signedIn: page,
  stage,
}) => {
  const { dnsProviders, registrar } = stage.sandbox;
  const { username = "", token = "" } = dnsProviders.namecom?.credentials ?? {};

  await test.step("the account is checked and saved", async () => {
    await page.goto(`${stage.url}${metadata}`);
    await page.getByRole("combobox", { name: "Registrar" }).selectOption("name.com");
    const card = page.getByRole("region", { name: "name.com" });
    await card.getByLabel("name.com username").fill(username);
    await card.getByLabel("name.com API token").fill(token);
    await card.getByRole("button", { name: "Check name.com" }).click();
    await expect(card.getByText("name.com accepted the credentials.")).toBeVisible();
    await page.getByRole("button", { name: "Save metadata" }).click();
    await expect(page.getByText("All changes are saved.")).toBeVisible();
    await expectAccessible(page);
  });

  await stage.api("POST", `/virtual-clusters/${namespace}/gateways`, {
    name: "registered",
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
  await page.goto(`${stage.url}/virtual-clusters/${namespace}/gateways/registered`);
  const servers = page.getByRole("list", { name: `Name servers of ${apex}` });
  await expect(servers.locator("code")).toHaveCount(4);
  const [first = ""] = await servers.locator("code").allInnerTexts();
  // Another provider has the domain, on other name servers than those that Lamia's zone got.
  const byHand = dnsProviders["by-hand"]?.endpoint;
  const old = await page.request.put(`${byHand}/zones/${apex}`);
  const { nameServers } = (await old.json()) as { nameServers: string[] };
  await page.request.put(`${byHand}/zones/${apex}/records/www.${apex}/A`, {
    data: { values: ["203.0.113.8"] },
  });
  const setAtRegistrar = (names: string[]) =>
    page.request.put(`${registrar.url}/domains/${apex}/name-servers`, { data: { nameServers: names } });
  await setAtRegistrar(nameServers);

  await test.step("the review says what the domain would lose, and asks again if it has changed", async () => {
    await page.getByRole("button", { name: "Set them at name.com…" }).click();
    const dialog = page.getByRole("dialog", { name: `Set the name servers of ${apex}?` });
    await expect(dialog.getByRole("list", { name: "Name servers now" })).toContainText(nameServers[0] ?? "");
    await expect(dialog.getByRole("list", { name: "Name servers after" })).toContainText(first);
    await expect(dialog.getByText("1 record that answers now is missing").first()).toBeVisible();
    await expect(dialog.getByText(`www.${apex}`)).toBeVisible();
    const confirm = dialog.getByRole("button", { name: "Set name servers" });
    await expect(confirm).toBeDisabled();
    await expectAccessible(page, "dialog[open]");
    await setAtRegistrar(nameServers.slice(0, 2));
    await dialog.getByRole("textbox").fill(apex);
    await confirm.click();
    await expect(dialog.getByText("has other name servers")).toBeVisible();
    await expect(dialog.getByRole("list", { name: "Name servers now" }).getByRole("listitem")).toHaveCount(2);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await confirm.click();
    await expect(dialog).toBeHidden();
  });

  await test.step("the walk goes on by itself, and the way back is there", async () => {
    await expect(page.getByText("Issued by").first()).toBeVisible();
    await expect(page.getByText("name.com had")).toContainText(nameServers.slice(0, 2).join(", "));
    await page.getByRole("button", { name: "Go back to them…" }).click();
    const dialog = page.getByRole("dialog", { name: `Set the name servers of ${apex}?` });
    await expect(dialog.getByRole("list", { name: "Name servers after" })).toContainText(
      nameServers[0] ?? "",
    );
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });
});
