import { setTimeout as sleep } from "node:timers/promises";
import { expectWellInEachLook } from "./support/looks";
import { watchLayoutShifts } from "./support/pages";
import { populate, shopHost } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/**
 * The page counts down the cleanup of a deleted gateway, and Undo keeps everything, so that the site comes back as
 * it was.
 */
const cluster = "/virtual-clusters/vamp-demo";

// The grace period doesn't end during the test.
test.use({ graceInSeconds: 600 });

test.beforeAll(async ({ stage }) => populate(stage));

test("a deleted gateway's host counts down, and Undo keeps it for a gateway that comes back", async ({
  signedIn: page,
  stage,
}) => {
  const layoutShift = await watchLayoutShifts(page);
  const before = (await stage.counts()).certificatesIssued;
  await page.goto(`${stage.url}${cluster}/gateways/shop`);
  await page.getByRole("button", { name: "Delete gateway" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete gateway shop?" });
  await dialog.getByRole("textbox").fill("shop");
  await dialog.getByRole("button", { name: "Delete gateway" }).click();
  await expect(dialog).toBeHidden();

  await page.goto(`${stage.url}/cleanups`);
  const pending = page.getByRole("list", { name: "Cleanups: Pending" }).getByRole("listitem");
  await expect(pending).toHaveCount(1);
  await expect(pending).toContainText(shopHost);
  await expect(pending).toContainText("The Gateway vamp-demo/shop was deleted.");
  await expect(pending).toContainText(/Lamia removes its records and Secrets in \d+ min/);
  await expectWellInEachLook(page);
  await page.setViewportSize({ width: 390, height: 844 });

  // Pages with this banner know it before they render the rest.
  for (const path of ["/", cluster]) {
    await page.goto(`${stage.url}${path}`);
    await expect(page.getByText("1 pending cleanup")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    const { total, moved } = await layoutShift();
    expect(total, `${path}: ${moved}`).toBeLessThanOrEqual(0.05);
  }
  // Neither do those that get their answers one after another.
  for (const to of ["vamp-demo", "Gateways"]) {
    await page.goto(`${stage.url}/virtual-clusters`);
    await page.route("**/api/**", async (route) => {
      if (!route.request().url().includes("cleanup")) await sleep(1000);
      await route.continue().catch(() => {});
    });
    if (to === "Gateways") await page.getByRole("button", { name: "Open navigation" }).click();
    await page.getByRole("link", { name: to, exact: true }).first().click();
    await expect(page.getByText("1 pending cleanup")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    const { total, moved } = await layoutShift();
    expect(total, `${to}: ${moved}`).toBeLessThanOrEqual(0.05);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
  await page.goto(`${stage.url}/cleanups`);
  await page.getByRole("button", { name: `Undo: keep ${shopHost}` }).click();
  await expect(page.getByRole("heading", { name: "No cleanups" })).toBeVisible();
  // The page is still as narrow as a phone, so its filters are folded.
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByRole("combobox", { name: "Show" }).selectOption("Kept");
  const kept = page.getByRole("list", { name: "Cleanups: Kept" }).getByRole("listitem");
  await expect(kept).toContainText(shopHost);
  await expect(kept).toContainText("records and Secrets stay as they are");
  await expectAccessible(page);

  await stage.api("POST", `${cluster}/gateways`, {
    name: "shop",
    servers: [{ securedHost: shopHost, hosts: [shopHost], port: 443, protocol: "HTTPS" }],
  });
  await stage.untilServing("shop");
  await expect(kept).toHaveCount(0);
  // With its previous certificate.
  expect((await stage.counts()).certificatesIssued).toBe(before);
});
