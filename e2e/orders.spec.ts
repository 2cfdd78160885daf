import { CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { Page } from "@playwright/test";
import { createManyServices, manyNamespace, removeManyServices, serviceName } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, test } from "./support/test";

/** Sorting in lists of things other than objects, and how much of a long list a change in the cluster reloads. */
const cluster = "/virtual-clusters/vamp-demo";
const sortBy = (page: Page) => page.getByRole("combobox", { name: "Sort by" });

test("virtual clusters are sorted by their headers, and the order survives a reload", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/virtual-clusters?show=all`);
  const header = page.getByRole("columnheader", { name: "Name" });
  const rows = page.getByRole("table", { name: "Virtual clusters" }).getByRole("row");
  await expect(rows.nth(1)).toBeVisible();
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=name/);
  const { items } = await stage.api<{ items: { name: string }[] }>(
    "GET",
    "/virtual-clusters?show=all&sort=name&order=desc",
  );
  await expect(rows.nth(1)).toContainText(items[0]?.name ?? "nothing");
  await page.reload();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect(rows.nth(1)).toContainText(items[0]?.name ?? "nothing");
});

test("a select field sorts findings within their groups", async ({ signedIn: page, stage }) => {
  const names = ["a-lost", "z-lost"];
  for (const name of names)
    await stage.api("POST", `${cluster}/virtual-services?ignoreFindings=true`, {
      name,
      hosts: [`${name}.example.com`],
      gateways: ["gone"],
      routes: [{ protocol: "http", weights: [{ destination: name, weight: 100 }] }],
    });
  await page.goto(`${stage.url}/findings?kind=VirtualService&q=lost`);
  const first = page.getByRole("main").getByRole("listitem").first();
  await expect(first).toContainText("vamp-demo/a-lost");
  await sortBy(page).selectOption({ label: "Name ↓" });
  await expect(first).toContainText("vamp-demo/z-lost");
  await expect(page).toHaveURL(/sort=name/);
  await page.reload();
  await expect(first).toContainText("vamp-demo/z-lost");
  await sortBy(page).selectOption({ label: "Usual order" });
  await expect(first).toContainText("vamp-demo/a-lost");
  await expect(page).not.toHaveURL(/sort=/);
  for (const name of names) await stage.api("DELETE", `${cluster}/virtual-services/${name}`);
});

test("a select field sorts events, with days only when sorted by time", async ({ signedIn: page, stage }) => {
  const host = "told.democluster.net";
  await stage.api("POST", `${cluster}/gateways`, {
    name: "told",
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
  await page.goto(`${stage.url}/events?q=${host}`);
  const days = page.getByRole("list", { name: /^Events of / });
  await expect(days.getByRole("listitem").first()).toBeVisible();
  await sortBy(page).selectOption({ label: "Type ↑" });
  const list = page.getByRole("list", { name: "Events", exact: true });
  await expect(list.getByRole("listitem").first()).toContainText("address.");
  await expect(days).toHaveCount(0);
  await expect(page).toHaveURL(/sort=type/);
  await page.reload();
  await expect(list.getByRole("listitem").first()).toContainText("address.");
  await sortBy(page).selectOption({ label: "Time ↑" });
  await expect(days.first()).toBeVisible();
  await stage.api("DELETE", `${cluster}/gateways/told`);
});

test.describe("of a long list", () => {
  const count = 700;
  const label = async ({ sandbox }: Stage, name: string, port: number) => {
    const config = new KubeConfig();
    config.loadFromFile(sandbox.kubeconfig);
    const spec = { ports: [{ name: "http", port, protocol: "TCP" }] };
    await config
      .makeApiClient(CoreV1Api)
      .patchNamespacedService(
        { name, namespace: manyNamespace, body: { spec } },
        setHeaderOptions("content-type", PatchStrategy.MergePatch),
      );
  };
  test.beforeAll(async ({ stage }) => createManyServices(stage, count));
  test.afterAll(async ({ stage }) => removeManyServices(stage));

  test("a change reloads the visible rows, and the rest as you scroll", async ({ signedIn: page, stage }) => {
    await page.goto(`${stage.url}/virtual-clusters/${manyNamespace}/services`);
    const row = (number: number) => page.getByRole("row").filter({ hasText: serviceName(number) });
    await expect(row(0)).toBeInViewport();
    await expect(async () => {
      await page.keyboard.press("End");
      await expect(row(count - 1)).toBeInViewport({ timeout: 5000 });
      await expect(page.locator("[data-loading]")).toHaveCount(0, { timeout: 5000 });
    }).toPass();

    const asked: string[] = [];
    page.on("request", (request) => {
      if (/\/services\?.*limit=/.test(request.url())) asked.push(request.url());
    });
    await label(stage, serviceName(0), 4444);
    await label(stage, serviceName(count - 1), 5555);
    await expect(row(count - 1)).toContainText("5555");
    // Two changes, each of which may reload two partly visible pages; all pages would be six and six.
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(asked.every((url) => url.includes("cursor="))).toBe(true);
    await page.keyboard.press("Home");
    await expect(row(0)).toContainText("4444");
  });
});
