import { createManyGateways, removeManyGateways } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** A map larger than a page: its gateways, its search, and virtual clusters collapsed to a node. */
const namespace = "crowd-map";

test.beforeAll(async ({ stage }) => createManyGateways(stage, namespace));
test.afterAll(async ({ stage }) => removeManyGateways(stage, namespace));

test("the map offers the last of 101 gateways, finds nodes, collapses virtual clusters, and covers nothing", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/virtual-clusters/${namespace}/map`);
  const gateway = page.getByRole("combobox", { name: "Gateway" });
  await gateway.click();
  await gateway.fill("sho");
  await page.getByRole("option", { name: "shop" }).click();
  await expect(page).toHaveURL(/gateway=shop/);
  const shop = page.getByRole("link", { name: /^gateway shop/i });
  await expect(shop).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${stage.url}/virtual-clusters/${namespace}/map`);
  await page.getByRole("textbox", { name: "Find in the map" }).fill("gw-099");
  // The gateway and its host.
  await expect(page.getByText("2 found")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.locator("[id^=map-node-]:focus")).toBeInViewport();

  await page.goto(`${stage.url}/map`);
  await page.getByRole("button", { name: "Collapse virtual clusters" }).click();
  const node = page.getByRole("link", { name: new RegExp(namespace) });
  await expect(node).toBeVisible();
  // No control covers the graph.
  const picture = await page.locator(".routes-map").boundingBox();
  const overview = await page.locator(".routes-minimap").boundingBox();
  expect(overview?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0));
  await expectAccessible(page);
  await node.click();
  await expect(page).toHaveURL(new RegExp(`vc=${namespace}`));
});
