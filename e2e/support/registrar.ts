import { expect, type Page } from "@playwright/test";
import type { Stage } from "./stage";

/**
 * Sets the name servers of democluster.net at the registrar, in a tab of its own, to those that the gateway's page
 * lists as missing at the registry.
 */
export async function setNameServersAtRegistrar(page: Page, stage: Stage): Promise<void> {
  const list = page.getByRole("list", { name: "Name servers of democluster.net" });
  await expect(list.getByText("missing at the .net registry")).toHaveCount(4);
  const names = await list.locator("code").allInnerTexts();
  const nameServers = names.filter((name) => name.includes("googledomains"));
  expect(nameServers).toHaveLength(4);
  const registrar = await page.context().newPage();
  await registrar.goto(`${stage.sandbox.registrar.url}/?domain=democluster.net`);
  for (const [index, name] of nameServers.entries())
    await registrar.getByLabel(`Name server ${index + 1}`).fill(name);
  await registrar.getByRole("button", { name: "Save name servers" }).click();
  // Chromium sometimes never closes a tab in the middle of a navigation.
  await expect(registrar.getByRole("status")).toHaveText("Saved. The registry has the new name servers.");
  await registrar.close();
}
