import { watchLayoutShifts } from "./support/pages";
import { populate } from "./support/populate";
import { expect, test } from "./support/test";

const cluster = "/virtual-clusters/vamp-demo";
const host = "settle.democluster.net";

test.afterEach(async ({ stage }) => {
  await stage.setLevers({ caUnavailable: false });
  await stage.api("DELETE", `${cluster}/gateways/settle`);
});

for (const [name, width, height] of [
  ["a screen", 1440, 900],
  ["a phone", 390, 844],
] as const)
  test.describe(`on ${name}`, () => {
    test.use({ viewport: { width, height } });

    test("a gateway's page doesn't jump while its walk ends", async ({ signedIn: page, stage }) => {
      await populate(stage);
      await stage.setLevers({ caUnavailable: true });
      await stage.api("POST", `${cluster}/gateways`, {
        name: "settle",
        servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
      });
      const layoutShift = await watchLayoutShifts(page);
      await page.goto(`${stage.url}${cluster}/gateways/settle`);
      const headline = page.getByRole("status").filter({ hasText: /certificate|Certificate/ });
      await expect(headline.first()).toBeVisible();
      await expect(page.getByRole("list", { name: `Records of ${host}` })).toBeVisible();
      await expect(page.getByText("Live", { exact: true })).toBeAttached();
      const before = await layoutShift();

      await stage.setLevers({ caUnavailable: false });
      await stage.api("POST", `${cluster}/gateways/settle/check`);
      await stage.untilServing("settle");
      await expect(page.getByText(/keeps checking/i)).toBeVisible();
      await expect(page.getByText("Serial", { exact: true })).toBeVisible();
      expect((await layoutShift()) - before).toBeLessThanOrEqual(0.05);
    });
  });
