import { createManyServices, manyNamespace, removeManyServices, serviceName } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** A row's menu is created when you press its button, by pointer or keyboard, and opens at once. */
const count = 60;

test.beforeAll(async ({ stage }) => createManyServices(stage, count));
test.afterAll(async ({ stage }) => removeManyServices(stage));

test("a row's menu opens by pointer and by keyboard, wraps around, and returns the focus", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/virtual-clusters/${manyNamespace}/services`);
  // An open menu goes with the table that the server has rendered.
  await expect(page.locator("table")).toHaveCount(0);
  const button = (index: number) => page.getByRole("button", { name: `Actions for ${serviceName(index)}` });
  const entry = (name: string) => page.getByRole("menuitem", { name });
  await expect(button(3)).toHaveAttribute("aria-haspopup", "menu");
  await expect(button(3)).toHaveAttribute("aria-expanded", "false");

  await button(3).click();
  await expect(entry("Details")).toBeFocused();
  await expect(button(3)).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await button(3).click();
  await expect(page.getByRole("menu")).toHaveCount(0);

  await button(5).focus();
  await page.keyboard.press("Enter");
  await expect(entry("Details")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entry("Edit")).toBeFocused();
  await page.keyboard.press("End");
  await expect(entry("Delete")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entry("Details")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(5)).toBeFocused();
  await expect(button(5)).toHaveAttribute("aria-expanded", "false");

  await button(6).focus();
  await page.keyboard.press("ArrowUp");
  await expect(entry("Delete")).toBeFocused();
  await page.keyboard.type("edit");
  await expect(entry("Edit")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(6)).toBeFocused();

  await button(7).focus();
  await page.keyboard.press("Space");
  await expect(entry("Details")).toBeFocused();
  await page.keyboard.press("e");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${serviceName(7)}/edit$`));
});
