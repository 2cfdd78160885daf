import { firstLoadBytes } from "./support/page-checks";
import { pages } from "./support/pages";
import { populate } from "./support/populate";
import { expect, test } from "./support/test";

test.beforeAll(async ({ stage }) => populate(stage));

test("no page loads 170 kB of script or more before it can be used", async ({ signedIn: page, stage }) => {
  test.setTimeout(120_000);
  const heavy: string[] = [];
  for (const path of pages) {
    const bytes = await firstLoadBytes(page, `${stage.url}${path}`);
    expect(bytes, path).toBeGreaterThan(50_000);
    if (bytes >= 170_000) heavy.push(`${path}: ${Math.round(bytes / 1000)} kB`);
  }
  expect(heavy).toEqual([]);
});

test("a gateway's page can be used within a second", async ({ signedIn: page, stage }) => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedAt = Date.now();
    await page.goto(`${stage.url}/virtual-clusters/vamp-demo/gateways/shop`, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Check now" }).click({ trial: true });
    await expect(
      page.getByText(/opens with a certificate issued by .+, which browsers don’t trust/),
    ).toBeVisible();
    times.push(Date.now() - startedAt);
  }
  const [, , median] = times.toSorted((a, b) => a - b);
  expect(median, times.join(", ")).toBeLessThan(1000);
});
