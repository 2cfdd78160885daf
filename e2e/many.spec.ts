import { createManyGateways, createManyVirtualClusters, removeManyGateways } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** Select fields and lists longer than a page: you can find and choose everything. */
const namespace = "crowd";

test.beforeAll(async ({ stage }) => createManyGateways(stage, namespace));
test.afterAll(async ({ stage }) => removeManyGateways(stage, namespace));

test("the filter of a list finds the last of more than 100 virtual clusters", async ({
  signedIn: page,
  stage,
}) => {
  const remove = await createManyVirtualClusters(stage, 101);
  try {
    await page.goto(`${stage.url}/gateways`);
    // Until the number of objects is known, a plain select is in its place.
    const filter = page.locator("input[role=combobox]").and(page.getByLabel("Virtual cluster"));
    await filter.fill("tenant-100");
    await page.getByRole("option", { name: "tenant-100" }).click();
    await expect(page).toHaveURL(/vc=tenant-100/);
    await expect(filter).toHaveValue("tenant-100");
  } finally {
    await page.goto("about:blank");
    await remove();
  }
});

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

test("the form of a virtual service starts with a gateway's host, and with the only service there is", async ({
  signedIn: page,
  stage,
}) => {
  const path = `/virtual-clusters/${namespace}/services`;
  await stage.api("POST", path, { name: "only", selector: { app: "only" }, ports: [{ port: 8080 }] });
  await page.goto(`${stage.url}/virtual-clusters/${namespace}/virtual-services/new?gateway=gw-007`);
  await expect(page.getByRole("combobox", { name: "Host 1", exact: true })).toHaveValue("gw-007.crowd.test");
  await expect(page.getByRole("combobox", { name: "Gateway 1" })).toHaveValue("gw-007");
  await expect(page.getByRole("combobox", { name: "Destination", exact: true })).toHaveValue("only");
  await expect(page.getByRole("combobox", { name: "Port", exact: true })).toHaveValue("8080");
  await stage.api("DELETE", `${path}/only`);
});

test("findings are counted in full, however few rows are loaded", async ({ signedIn: page, stage }) => {
  const { total, items } = await stage.api<{ total: number; items: { severity: string }[] }>(
    "GET",
    `/findings?vc=${namespace}&limit=500`,
  );
  // More than the first page of the list.
  expect(total).toBeGreaterThan(100);
  const warnings = items.filter(({ severity }) => severity === "warning").length;
  await page.goto(`${stage.url}/findings?vc=${namespace}&severity=warning`);
  await expect(page.getByRole("button", { name: /^Warnings? ?\d/ })).toContainText(String(warnings));
  await expect(page.getByRole("heading", { level: 2 }).first()).toContainText(String(warnings));
});
