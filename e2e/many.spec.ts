import { createManyGateways, removeManyGateways } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** Select fields and lists longer than a page: you can find and choose everything. */
const namespace = "crowd";

test.beforeAll(async ({ stage }) => createManyGateways(stage, namespace));
test.afterAll(async ({ stage }) => removeManyGateways(stage, namespace));

test("a form offers the last of 101 gateways", async ({ signedIn: page, stage }) => {
  // From another virtual cluster, which sorts after a page of others.
  await page.goto(`${stage.url}/virtual-clusters/vamp-demo/virtual-services/new`);
  await page.getByRole("button", { name: "Add gateway" }).click();
  const field = page.getByRole("combobox", { name: "Gateway 1" });
  await field.fill("crowd/sh");
  await page.getByRole("option", { name: "crowd/shop" }).click();
  await expect(field).toHaveValue("crowd/shop");
  await expectAccessible(page);
});
