import { watchLayoutShifts } from "./support/pages";
import { populate } from "./support/populate";
import { expect, test } from "./support/test";

const cluster = "/virtual-clusters/vamp-demo";

// As users see it.
test.use({ contextOptions: { reducedMotion: "no-preference" } });

for (const [name, width, height] of [
  ["screen", 1440, 900],
  ["phone", 390, 844],
] as const)
  test.describe(`on a ${name}`, () => {
    // A new name each time: what a deleted gateway leaves behind would shorten the next walk.
    const gateway = `settle-${name}`;
    const host = `${gateway}.democluster.net`;
    test.use({ viewport: { width, height } });
    test.afterEach(async ({ stage }) => {
      await stage.setLevers({ laggingNameServer: null });
      for (const kind of ["virtual-services", "gateways"])
        await stage.api("DELETE", `${cluster}/${kind}/${gateway}`);
    });

    test("a gateway's page doesn't jump while its walk ends", async ({ signedIn: page, stage }) => {
      await populate(stage);
      // One name server of the zone is behind: the walk waits for it with its records and its challenge.
      await stage.setLevers({ laggingNameServer: { index: 1, seconds: 3_600 } });
      await stage.api("POST", `${cluster}/gateways`, {
        name: gateway,
        servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
      });
      await stage.api("POST", `${cluster}/virtual-services`, {
        name: gateway,
        hosts: [host],
        gateways: [gateway],
        routes: [
          { protocol: "http", weights: [{ destination: "shop", subset: "v1", port: 9191, weight: 100 }] },
        ],
      });
      const layoutShift = await watchLayoutShifts(page);
      await page.goto(`${stage.url}${cluster}/gateways/${gateway}`);
      await expect(page.getByRole("heading", { level: 2, name: host })).toBeVisible();
      await expect(page.getByText(/^Address record is in progress/)).toBeVisible();
      await expect(page.getByText("Live", { exact: true })).toBeAttached();
      const { total: before } = await layoutShift();

      await stage.setLevers({ laggingNameServer: null });
      await stage.api("POST", `${cluster}/gateways/${gateway}/check`);
      await stage.untilServing(gateway);
      await expect(page.getByText(/keeps checking/i)).toBeVisible();
      await expect(page.getByText("Serial", { exact: true })).toBeVisible();
      const { total, moved } = await layoutShift();
      expect(total - before, moved).toBeLessThanOrEqual(0.05);
    });
  });
