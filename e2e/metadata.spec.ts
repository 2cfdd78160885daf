import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { coreApi } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** A virtual cluster without its own metadata. */
const namespace = "inherits";
const page = `/virtual-clusters/${namespace}/metadata`;

test.beforeAll(({ stage }) =>
  coreApi(stage).createNamespace({
    body: { metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } } },
  }),
);
test.afterAll(async ({ stage }) => {
  const none = { google_project_id: null, google_service_account: null };
  await stage.api("PATCH", "/installation/metadata", none);
  await coreApi(stage).deleteNamespace({ name: namespace });
});

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("a DNS provider is checked, then set for the installation, and a virtual cluster inherits it", async ({
  signedIn: browser,
  stage,
}) => {
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  const { project_id: project, client_email: account } = JSON.parse(key) as Record<string, string>;
  await test.step("checked as typed, without being stored", async () => {
    await browser.goto(`${stage.url}/settings`);
    await browser.locator("input[type=file]").setInputFiles(stage.sandbox.googleServiceAccountFile);
    await expect(browser.getByLabel("Google project")).toHaveValue(project ?? "");
    await press(browser, "Check");
    await expect(browser.getByText("The settings work. They aren’t saved yet.")).toBeVisible();
    await expectAccessible(browser);
    const { items } = await stage.api<{ items: { set: boolean }[] }>("GET", "/installation/metadata");
    expect(items.some(({ set }) => set)).toBe(false);
  });
  await test.step("saved, and never shown again", async () => {
    await press(browser, "Save settings");
    await expect(browser.getByText("All changes are saved.")).toBeVisible();
    await browser.reload();
    await expect(browser.getByText(account ?? "")).toBeVisible();
    expect(await browser.content()).not.toContain((JSON.parse(key) as { private_key: string }).private_key);
  });
  await test.step("inherited, until the virtual cluster has its own", async () => {
    await browser.goto(`${stage.url}${page}`);
    await expect(browser.getByText("Google Cloud DNS of the installation is in use")).toBeVisible();
    await expect(browser.getByText(account ?? "")).toBeVisible();
    await press(browser, "Check");
    await expect(browser.getByText("The settings work", { exact: true })).toBeVisible();
    await expectAccessible(browser);
    await browser.getByLabel("Google project").fill("another-project");
    await press(browser, "Check");
    await expect(browser.getByText("google_service_account is missing")).toBeVisible();
    await press(browser, "Discard");
    await expect(browser.getByText("All changes are saved.")).toBeVisible();
  });
});

test.describe("a test notification", () => {
  test.use({ refusals: [422] });

  test("can be sent once there is an address, and a forbidden address is rejected at its field", async ({
    signedIn: browser,
    stage,
  }) => {
    await browser.goto(`${stage.url}${page}`);
    await browser.getByRole("heading", { name: "Notifications", exact: true }).click();
    const send = browser.getByRole("button", { name: "Send a test to Webhook" });
    await expect(send).toBeDisabled();
    const field = browser.getByRole("textbox", { name: "Webhook webhook_url" });
    await field.fill("https://127.0.0.1/hook");
    await send.click();
    await expect(field).toHaveAccessibleDescription(/not an address on the public internet/);
    await expectAccessible(browser);
    await press(browser, "Discard");
    await expect(send).toBeDisabled();
  });
});

test("groups without values are folded and say what is inside; a mistake opens one that you folded", async ({
  signedIn: browser,
  stage,
}) => {
  await browser.goto(`${stage.url}${page}`);
  const group = browser.getByRole("region", { name: "Certificates", exact: true });
  const heading = group.getByRole("heading", { name: "Certificates", exact: true });
  await expect(group).toContainText("Certificate authority · ");
  await expect(group).toContainText("nothing set");
  const field = group.getByLabel(/acme_ca$/);
  await expect(field).toBeHidden();
  await expectAccessible(browser);
  const height = await browser.evaluate(() => document.documentElement.scrollHeight);
  expect(height).toBeLessThan(2_500);

  await group.locator("summary").focus();
  await browser.keyboard.press("Enter");
  await field.fill("no ca");
  await expect(group).toContainText("1 mistake");
  await heading.click();
  await expect(field).toBeHidden();
  await press(browser, "Save metadata");
  await expect(field).toBeFocused();
  await expectAccessible(browser);

  await field.fill("letsencrypt");
  await expect(group).toContainText("1 set");
  await test.step("a draft that is restored opens its group", async () => {
    await browser.reload();
    await expect(field).toHaveValue("letsencrypt");
  });
  await browser.getByRole("button", { name: "Discard", exact: true }).last().click();
  await expect(group).toContainText("nothing set");
});
