import type { Page } from "@playwright/test";
import { sidewaysScroll } from "./support/pages";
import {
  createManyServices,
  createServiceElsewhere,
  manyNamespace,
  populate,
  removeManyServices,
  serviceName,
  shopHost,
} from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** Several rows of a list at once: how you select them, and the actions on them. */
const count = 150;
const elsewhere = "elsewhere";
const path = `/virtual-clusters/${manyNamespace}/services`;

test.beforeAll(async ({ stage }) => createManyServices(stage, count));
test.afterAll(async ({ stage }) => removeManyServices(stage));

const bar = (page: Page) => page.getByRole("region", { name: /^Selected / });
const all = (page: Page) => page.getByRole("checkbox", { name: "Select all loaded rows" });
const row = (page: Page, name: string, namespace = manyNamespace) =>
  page.getByRole("checkbox", { name: `Select ${name} in ${namespace}`, exact: true });

test("rows are selected one by one, as a range, and all at once, loaded or not", async ({
  signedIn: page,
  stage,
}) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/services\?.*cursor=/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${stage.url}${path}`);
  await row(page, serviceName(1)).check();
  await expect(bar(page)).toContainText("1 selected");
  await expect(page).toHaveURL(/services$/);
  await row(page, serviceName(4)).click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("4 selected");
  await expect(row(page, serviceName(3))).toBeChecked();
  await expect(all(page)).toHaveJSProperty("indeterminate", true);
  await expectAccessible(page);

  await all(page).check();
  await expect(bar(page)).toContainText("100 selected");
  release();
  await bar(page)
    .getByRole("button", { name: `Select all ${count}` })
    .click();
  await expect(bar(page)).toContainText(`${count} selected`);
  await expect(bar(page).getByRole("button", { name: /^Select all/ })).toHaveCount(0);

  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  await expect(row(page, serviceName(1))).not.toBeChecked();

  await all(page).focus();
  await page.keyboard.press("Space");
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  await expect(bar(page).getByRole("button", { name: "Delete…" })).toBeFocused();
  // Actions don't affect rows that another filter hides.
  await page.getByRole("textbox", { name: "Filter Services" }).fill("service-00");
  await expect(bar(page)).toHaveCount(0);
});

test.describe("of objects of which some can't be changed", () => {
  test.use({ refusals: [403] });

  test("a label is checked at its field, and set and deleted where allowed; the other objects are named", async ({
    signedIn: page,
    stage,
  }) => {
    const removeElsewhere = await createServiceElsewhere(stage, elsewhere, "service-00x");
    await page.goto(`${stage.url}/services?q=service-00`);
    await expect(row(page, "service-00x", elsewhere)).toBeVisible();
    await all(page).check();
    await expect(bar(page)).toContainText("11 selected");

    await test.step("a label", async () => {
      await bar(page).getByRole("button", { name: "Label…" }).click();
      const dialog = page.getByRole("dialog", { name: "Label 11 services" });
      const key = dialog.getByRole("combobox", { name: "Key" });
      await key.fill("my team");
      await key.press("Tab");
      await expect(key).toHaveAttribute("aria-invalid", "true");
      await dialog.getByRole("textbox", { name: "Value" }).fill("-shop");
      await dialog.getByRole("button", { name: "Set label" }).click();
      await expect(dialog.getByRole("textbox", { name: "Value" })).toHaveAttribute("aria-invalid", "true");
      await expectAccessible(page, "dialog[open]");
      await key.fill("example.com/team");
      await dialog.getByRole("textbox", { name: "Value" }).fill("shop");
      await dialog.getByRole("button", { name: "Set label" }).click();
      const left = dialog.getByRole("list", { name: "Not done" }).getByRole("listitem");
      await expect(left).toHaveCount(1);
      await expect(left).toContainText(`service-00x in ${elsewhere}: `);
      await page.keyboard.press("Escape");
      const { form } = await stage.api<{ form: { labels: object; ports: { port: number }[] } }>(
        "GET",
        `${path}/${serviceName(7)}`,
      );
      expect(form).toMatchObject({
        labels: { "example.com/team": "shop" },
        ports: [{ port: 8000 + count - 7 }],
      });
    });

    await test.step("a deletion", async () => {
      await bar(page).getByRole("button", { name: "Delete…" }).click();
      const dialog = page.getByRole("dialog", { name: "Delete 11 services?" });
      await expect(dialog.getByRole("list", { name: "What will be deleted" })).toContainText(serviceName(9));
      const confirm = dialog.getByRole("button", { name: "Delete 11 services" });
      await expect(confirm).toBeDisabled();
      await dialog.getByRole("textbox").fill("delete 11 services");
      await expectAccessible(page, "dialog[open]");
      await confirm.click();
      const after = page.getByRole("dialog", { name: "Delete 1 service?" });
      await expect(after).toContainText("Couldn’t delete 1 of 11 services: service-00x.");
      await after.getByRole("button", { name: "Cancel" }).click();
      await expect(bar(page)).toContainText("1 selected");
      await expect(row(page, "service-00x", elsewhere)).toBeChecked();
      const { total } = await stage.api<{ total: number }>("GET", `${path}?q=service-00`);
      expect(total).toBe(0);
    });
    await removeElsewhere();
  });
});

test("several gateways are checked together; deleting one that serves needs a typed confirmation", async ({
  signedIn: page,
  stage,
}) => {
  await populate(stage);
  await page.goto(`${stage.url}/virtual-clusters/vamp-demo/gateways`);
  await row(page, "shop", "vamp-demo").check();
  await bar(page).getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("Checking 1 gateway")).toBeVisible();
  await bar(page).getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 1 gateway?" });
  await expect(dialog).toContainText(`${shopHost} will stop answering.`);
  await expect(dialog.getByRole("button", { name: "Delete 1 gateway" })).toBeDisabled();
  await dialog.getByText("in vamp-demo").click();
  await expect(dialog.getByText(new RegExp(`A record of ${shopHost}|${shopHost}`)).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar(page).getByRole("button", { name: "Delete…" })).toBeFocused();
});

test.describe("in this browser", () => {
  test("a filter is saved with a name, chosen, and deleted; rows can be compact", async ({
    signedIn: page,
    stage,
  }) => {
    await page.goto(`${stage.url}${path}?q=service-1&sort=ports`);
    const open = page.getByRole("button", { name: "Saved filters" });
    const panel = page.getByRole("dialog", { name: "Saved filters" });
    await open.click();
    await panel.getByRole("textbox", { name: "Name of this filter" }).fill("The hundreds");
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(panel).toBeHidden();

    await page.goto(`${stage.url}${path}`);
    await expect(page.getByText(/in total$/)).toBeVisible();
    await open.click();
    await panel.getByRole("button", { name: "The hundreds", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Filter Services" })).toHaveValue("service-1");
    await expect(page.getByText("50 found", { exact: true })).toBeVisible();
    await expect(page).toHaveURL(/sort=ports/);
    await open.click();
    await panel.getByRole("button", { name: "Delete filter The hundreds" }).click();
    await expect(panel.getByText("No saved filters yet.")).toBeVisible();
    await page.keyboard.press("Escape");

    const height = () =>
      page
        .getByRole("row")
        .nth(2)
        .evaluate((element) => element.getBoundingClientRect().height);
    const comfortable = await height();
    await page.getByRole("button", { name: "View" }).click();
    await page.getByRole("radio", { name: "Compact" }).check();
    await expect.poll(height).toBeLessThan(comfortable - 8);
    const compact = await height();
    await page.reload();
    await expect(page.getByRole("link", { name: serviceName(149) })).toBeVisible();
    expect(await height()).toBe(compact);
    await page.getByRole("button", { name: "View" }).click();
    await page.getByRole("radio", { name: "Comfortable" }).check();
    await expect.poll(height).toBe(comfortable);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("filters are folded and show how many are set, and the selection fits", async ({
    signedIn: page,
    stage,
  }) => {
    await page.goto(`${stage.url}/services?vc=${manyNamespace}`);
    const fold = page.getByRole("button", { name: "Filters (1)" });
    await expect(fold).toHaveAttribute("aria-expanded", "false");
    await expect(page.getByRole("combobox", { name: "Virtual cluster" })).toBeHidden();
    await fold.click();
    await expect(page.getByRole("combobox", { name: "Virtual cluster" })).toHaveValue(manyNamespace);
    await page.getByRole("combobox", { name: "Virtual cluster" }).selectOption("");
    await expect(page.getByRole("button", { name: "Filters", exact: true })).toBeVisible();
    await page.getByRole("textbox", { name: "Filter Services" }).fill("service-01");
    // Another filter drops the selection: it has to be there first.
    await expect(page.getByRole("status").filter({ hasText: "10 found" })).toBeAttached();
    await row(page, serviceName(11)).check();
    await expect(bar(page)).toContainText("1 selected");
    await expect(bar(page).getByRole("button", { name: "Select all 10" })).toBeVisible();
    await expectAccessible(page);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });
});
