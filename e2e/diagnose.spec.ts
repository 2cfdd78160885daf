import { readFile } from "node:fs/promises";
import { sidewaysScroll } from "./support/pages";
import { populate, shopHost } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

test.beforeAll(async ({ stage }) => populate(stage));

test("a gateway's host is diagnosed line by line, and the exported result has no secrets", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/virtual-clusters/vamp-demo/gateways/shop`);
  await page.getByRole("link", { name: `Diagnose ${shopHost}` }).click();
  await expect(page).toHaveURL(/\/diagnose\?host=/);
  const result = page.getByRole("region", { name: `Result for ${shopHost}` });
  await expect(result).toBeVisible();
  const lines = (name: string) => page.getByRole("list", { name }).getByRole("listitem");
  await expect(lines("Zone and delegation").filter({ hasText: "is the closest zone" })).toContainText("OK");
  await expect(lines("Records of the host").filter({ hasText: "Ownership record" })).toContainText(
    "vamp-demo/shop",
  );
  await expect(lines("Public resolvers").first()).toContainText("current addresses");
  await expect(lines("Addresses and certificates").filter({ hasText: "Chain at" })).toContainText(
    "only this installation",
  );
  await lines("Zone and delegation").filter({ hasText: "serial number" }).getByText("4 answers").click();
  await expect(page.getByText("democluster.net SOA:").first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(JSON.parse(text)).toMatchObject({ host: shopHost });
  expect(text).toContain("heritage… (hidden)");
});

test("you can type any host, and an invalid one is rejected at the field", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/diagnose`);
  const field = page.getByRole("textbox", { name: "Host" });
  await field.fill("*.democluster.net");
  await page.getByRole("button", { name: "Diagnose" }).click();
  await expect(field).toHaveAccessibleDescription(/Enter one name below the wildcard/);
  await field.fill("https://www.not-registered.net/path");
  await page.getByRole("button", { name: "Diagnose" }).click();
  await expect(page.getByText("not-registered.net isn’t delegated")).toBeVisible();
  await expect(field).toHaveValue("www.not-registered.net");
  await expectAccessible(page);
});
