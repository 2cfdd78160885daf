import { atProvider } from "./support/foreign-record";
import { sidewaysScroll } from "./support/pages";
import { populate } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

const cluster = "/virtual-clusters/vamp-demo";

test.beforeAll(async ({ stage }) => populate(stage));

test.describe("a foreign record", () => {
  test.use({ refusals: [409] });

  test("is taken over once you confirm its exact values", async ({ signedIn: page, stage }) => {
    const host = "theirs.democluster.net";
    const theirs = (value: string) => ({ name: host, type: "A" as const, ttlSeconds: 60, values: [value] });
    const provider = await atProvider(stage, "democluster.net");
    try {
      await provider.put(theirs("203.0.113.1"));
      await stage.api("POST", `${cluster}/gateways`, {
        name: "theirs",
        servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
      });
      await page.goto(`${stage.url}${cluster}/gateways/theirs`);
      await page.getByRole("button", { name: "Take over…" }).click();
      const dialog = page.getByRole("dialog", { name: `Take over ${host}?` });
      const now = dialog.getByRole("list", { name: "Now, in the zone democluster.net" });
      await expect(now).toContainText("203.0.113.1");
      await expect(dialog.getByRole("list", { name: "After" })).toContainText("heritage=lamia");
      await expectAccessible(page, "dialog[open]");

      await provider.put(theirs("203.0.113.2"));
      await dialog.getByRole("textbox").fill(host);
      await dialog.getByRole("button", { name: "Take over" }).click();
      await expect(dialog.getByText("The records have changed since you looked")).toBeVisible();
      await expect(now).toContainText("203.0.113.2");
      expect((await provider.read(host, "A"))?.values).toEqual(["203.0.113.2"]);

      await page.setViewportSize({ width: 390, height: 844 });
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      await dialog.getByRole("button", { name: "Take over" }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole("list", { name: `Records of ${host}` })).toContainText("ownership record");
    } finally {
      provider.close();
      await page.goto("about:blank");
      await stage.api("DELETE", `${cluster}/gateways/theirs`);
    }
  });
});

test("gateway_address is checked at its field, and the steps say that the address is from there", async ({
  signedIn: page,
  stage,
}) => {
  const host = "tunnel.democluster.net";
  await stage.api("POST", `${cluster}/gateways`, {
    name: "tunnel",
    metadata: { gateway_address: "203.0.113.77" },
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
  await page.goto(`${stage.url}${cluster}/gateways/tunnel`);
  await expect(
    page.getByText(/203\.0\.113\.77, from gateway_address in the metadata of Gateway tunnel/).first(),
  ).toBeVisible();
  await expect(page.getByRole("list", { name: `Records of ${host}` })).toContainText("203.0.113.77");

  await page.goto(`${stage.url}${cluster}/gateways/tunnel/edit`);
  const value = page.getByRole("textbox", { name: "Value of metadata 1" });
  await value.fill("203.0.113.777");
  await page.getByRole("button", { name: "Save changes", exact: true }).click();
  const key = page.getByRole("combobox", { name: "Key of metadata 1" });
  const mistake = /neither an IP address nor a DNS name/;
  await expect(key).toHaveAccessibleDescription(mistake);
  // The whole form is checked again once you stop typing, which must not take the mark away.
  await expect(page.getByText("Complete the form to check it against the cluster.")).toBeVisible();
  await page.getByRole("button", { name: "Add label" }).click();
  await page.getByRole("textbox", { name: "Key of label 1" }).fill("team");
  await expect(page.getByText("Complete the form to check it against the cluster.")).toBeVisible();
  await expect(key).toHaveAccessibleDescription(mistake);
  await expectAccessible(page);
  await page.goto("about:blank");
  await stage.api("DELETE", `${cluster}/gateways/tunnel`);
});

test("with the switch on, a gateway’s page shows the records of hosts without a certificate, and why some have none", async ({
  signedIn: page,
  stage,
}) => {
  const [plain, wildcard] = ["plain.democluster.net", "*.wild.democluster.net"];
  await stage.api("POST", `${cluster}/gateways`, {
    name: "plain-hosts",
    servers: [{ hosts: [plain, wildcard, "*"], port: 80, protocol: "HTTP" }],
  });
  const provider = await atProvider(stage, "democluster.net");
  try {
    await page.goto(`${stage.url}${cluster}/gateways/plain-hosts/edit`);
    await page.getByLabel("DNS records").selectOption("For all hosts of the servers");
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await expect(page).toHaveURL(/gateways\/plain-hosts$/);
    const table = page.getByRole("table", { name: "DNS records of other hosts" });
    const rowOf = (host: string) => table.getByRole("row").filter({ hasText: host });
    await expect(rowOf(plain)).toContainText("Answers");
    await expect(rowOf(plain)).toContainText("The ingress itself said so, and no app.");
    await expect(rowOf(wildcard)).toContainText(/In DNS|Answers/);
    await expect(page.getByRole("region", { name: "DNS records of other hosts" })).toContainText(
      "no zone can hold a record for that",
    );
    expect((await provider.read(plain, "A"))?.values).toHaveLength(1);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);

    await page.goto(`${stage.url}${cluster}/gateways/plain-hosts/edit`);
    await page.getByLabel("DNS records").selectOption("Only for Secured Hosts");
    await page.getByRole("button", { name: "Save changes", exact: true }).click();
    await expect(page).toHaveURL(/gateways\/plain-hosts$/);
    await expect(page.getByRole("heading", { name: "Servers" })).toBeVisible();
    await expect(table).toBeHidden();
  } finally {
    provider.close();
    await page.goto("about:blank");
    await stage.api("DELETE", `${cluster}/gateways/plain-hosts`);
  }
});
